#include "app/window/network_form.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "app/window/form_parts.h"
#include "core/catalog.h"
#include "core/run/experiment_schema.h"
#include "core/run/problem.h"
#include "widgets/controls/settings_form.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

// What is chosen once per data set; the rest of the file's keys keep what the file says.
const std::vector<std::string> shownKeys{"samples", "activation", "loss", "seed", "precision"};

std::vector<Field> shownFields() {
  std::vector<Field> fields;
  for (const std::string& key : shownKeys)
    for (const Field& field : networkSchema().fields())
      if (field.key == key) fields.push_back(field);
  return fields;
}

QString layersText(const std::vector<std::int64_t>& layers) {
  QStringList sizes;
  for (const std::int64_t size : layers) sizes << QString::number(size);
  return sizes.join(QStringLiteral(" › "));
}

}  // namespace

NetworkForm::NetworkForm(Document& document, Session& session, QWidget* parent)
    : QWidget(parent), m_document(document), m_session(session) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  auto* dataRow = new QHBoxLayout;
  dataRow->setSpacing(6);
  dataRow->addWidget(rowLabel("data"));
  m_data = new QComboBox;
  m_data->setAccessibleName("Data set");
  for (const DatasetEntry& entry : allDatasets()) {
    m_data->addItem(QString::fromStdString(entry.card.title),
                    QString::fromStdString(entry.card.id));
    m_data->setItemData(m_data->count() - 1,
                        QString::fromStdString(entry.card.summary + "\n" + entry.card.reference),
                        Qt::ToolTipRole);
  }
  m_data->addItem("Own CSV file…", QString());
  dataRow->addWidget(m_data, 1);
  layout->addLayout(dataRow);
  layout->addWidget(m_dataError = new ErrorLine);
  auto* layersRow = new QHBoxLayout;
  layersRow->setSpacing(6);
  layersRow->addWidget(rowLabel("layers"));
  m_layers = new QLineEdit;
  m_layers->setAccessibleName("Layers");
  m_layers->setFont(numberFont(12));
  m_layers->setToolTip("Inputs, hidden widths, outputs: 64 32 10");
  layersRow->addWidget(m_layers, 1);
  layout->addLayout(layersRow);
  layout->addWidget(m_layersError = new ErrorLine);
  m_settings = new SettingsForm;
  m_settings->setFields(shownFields());
  layout->addWidget(m_settings);
  m_summary = new QLabel;
  m_summary->setFont(textFont(12));
  makeQuiet(m_summary);
  layout->addWidget(m_summary);
  connect(m_data, &QComboBox::activated, this, &NetworkForm::chooseData);
  connect(m_layers, &QLineEdit::editingFinished, this, &NetworkForm::layersTyped);
  connect(m_settings, &SettingsForm::edited, this,
          [this](const QString& key, const Value& value, bool final) {
            m_document.change("Change of " + key, "network." + key, final, [&](Experiment& e) {
              Values values = networkSchema().write(e.problem.network);
              values[key.toStdString()] = value;
              const Result<NetworkChoice> read =
                  networkSchema().read(e.problem.network, values, "problem");
              if (read) e.problem.network = *read;
            });
          });
}

void NetworkForm::chooseData(int index) {
  QString name = m_data->itemData(index).toString();
  if (name.isEmpty())
    name = QFileDialog::getOpenFileName(this, "Open a table", {},
                                        "Tables (*.csv *.npz *-ubyte *.idx3-ubyte);;All files (*)");
  if (!name.isEmpty()) take(name);
  refresh();
}

void NetworkForm::take(const QString& dataset) {
  NetworkChoice network = m_document.experiment().problem.network;
  network.dataset = dataset.toStdString();
  network.parameters.clear();
  network.samples = network.firstSample = 0;
  const Result<DataShape> shape = shapeOf(network);
  // A table that can not be read is told here, and what runs goes on.
  m_dataError->setText(shape ? QString() : QString::fromStdString(shape.error().what));
  if (!shape) return;
  // Inputs and outputs follow the data; the hidden layers stay.
  network.layers.front() = shape->features;
  network.layers.back() = shape->outputs;
  if (shape->outputs == 1 && network.loss == "cross-entropy") network.loss = "mse";
  m_layersError->setText({});
  m_document.change("Data set", {}, true, [&](Experiment& e) { e.problem.network = network; });
}

void NetworkForm::layersTyped() {
  static const QRegularExpression between("[^0-9]+");
  std::vector<std::int64_t> layers;
  for (const QString& word : m_layers->text().split(between, Qt::SkipEmptyParts))
    layers.push_back(word.toLongLong());
  if (layers.size() < 2 || std::any_of(layers.begin(), layers.end(),
                                       [](std::int64_t n) { return n < 1 || n > 1000000; })) {
    m_layersError->setText(
        "Layers are two or more whole numbers from 1 to 1000000: inputs, hidden widths, outputs.");
    return;
  }
  m_layersError->setText({});
  m_document.change("Layers", {}, true, [&](Experiment& e) {
    if (layers != e.problem.network.layers) e.problem.network.parameters.clear();
    e.problem.network.layers = layers;
  });
}

void NetworkForm::refresh() {
  if (m_document.experiment().problem.kind != "network") return;
  const NetworkChoice& network = m_document.experiment().problem.network;
  const QString id = QString::fromStdString(network.dataset);
  const QSignalBlocker quiet(m_data);
  int index = m_data->findData(id);
  if (index < 0) {
    m_data->insertItem(m_data->count() - 1, QFileInfo(id).fileName(), id);
    index = m_data->findData(id);
  }
  m_data->setCurrentIndex(index);
  if (!m_layers->hasFocus() || !m_layers->isModified())
    m_layers->setText(layersText(network.layers));
  m_settings->setValues(networkSchema().write(network));
  const Problem* problem = m_session.problem();
  const bool ready = problem && problem->objective->asFiniteSum();
  m_summary->setText(ready ? QString("%1 parameters · %2 samples")
                                 .arg(problem->start.size())
                                 .arg(problem->objective->asFiniteSum()->samples())
                           : QString());
}

}  // namespace thalweg
