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
const std::vector<std::string> shownKeys{
    "samples",      "activation",       "loss",
    "weight_decay", "gradient_penalty", "spectral_normalisation",
    "dropout",      "initialisation",   "test_fraction",
    "seed",         "precision"};
// Of data that are drawn to the network's measure.
const std::vector<std::string> drawnKeys{"clusters", "separation"};
// How a table of one's own is to be read.
const std::vector<std::string> ownKeys{"target", "task", "scaling"};

std::vector<Field> shownFields(const std::vector<std::string>& keys) {
  std::vector<Field> fields;
  for (const std::string& key : keys)
    for (const Field& field : networkSchema().fields())
      if (field.key == key) fields.push_back(field);
  return fields;
}

std::vector<std::int64_t> wholeNumbersIn(const QString& text) {
  static const QRegularExpression between("[^0-9]+");
  std::vector<std::int64_t> numbers;
  for (const QString& word : text.split(between, Qt::SkipEmptyParts))
    numbers.push_back(word.toLongLong());
  return numbers;
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
  m_own = new SettingsForm;
  m_own->setFields(shownFields(ownKeys));
  layout->addWidget(m_own);
  m_drawn = new SettingsForm;
  m_drawn->setFields(shownFields(drawnKeys));
  layout->addWidget(m_drawn);
  makeConvolutionRow();
  layout->addWidget(m_convolution);
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
  m_settings->setLabel("weight_decay", "decay");
  m_settings->setLabel("gradient_penalty", "penalty");
  m_settings->setFields(shownFields(shownKeys));
  layout->addWidget(m_settings);
  m_summary = new QLabel;
  m_summary->setFont(textFont(12));
  makeQuiet(m_summary);
  layout->addWidget(m_summary);
  connect(m_data, &QComboBox::activated, this, &NetworkForm::chooseData);
  connect(m_layers, &QLineEdit::editingFinished, this, &NetworkForm::layersTyped);
  connect(m_settings, &SettingsForm::edited, this, &NetworkForm::edited);
  connect(m_drawn, &SettingsForm::edited, this, &NetworkForm::edited);
  connect(m_own, &SettingsForm::edited, this, &NetworkForm::ownEdited);
}

void NetworkForm::makeConvolutionRow() {
  m_convolution = new QWidget;
  auto* row = new QHBoxLayout(m_convolution);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(6);
  row->addWidget(rowLabel("channels"));
  m_channels = new QLineEdit;
  m_channels->setAccessibleName("Channels of the convolutions");
  m_channels->setPlaceholderText("none");
  m_channels->setFont(numberFont(12));
  m_channels->setToolTip(
      "Channels of each convolution before the layers, such as 8 16; the inputs are a square "
      "picture");
  row->addWidget(m_channels, 1);
  m_pool = new QComboBox;
  m_pool->setAccessibleName("Pooling");
  m_pool->setToolTip("What each convolution is followed by: the average or the largest of 2 × 2");
  for (const char* pool : {"average", "max", "none"}) m_pool->addItem(pool);
  row->addWidget(m_pool);
  connect(m_channels, &QLineEdit::editingFinished, this, &NetworkForm::channelsTyped);
  connect(m_pool, &QComboBox::activated, this, [this] {
    m_document.change("Pooling", {}, true, [&](Experiment& e) {
      e.problem.network.pool = m_pool->currentText().toStdString();
    });
  });
}

void NetworkForm::channelsTyped() {
  if (!m_channels->isModified()) return;
  m_channels->setModified(false);
  const std::vector<std::int64_t> channels = wholeNumbersIn(m_channels->text());
  if (std::any_of(channels.begin(), channels.end(),
                  [](std::int64_t n) { return n < 1 || n > 1024; })) {
    m_layersError->setText("Channels are whole numbers from 1 to 1024, one for each convolution.");
    return;
  }
  m_layersError->setText({});
  m_document.change("Convolutions", {}, true, [&](Experiment& e) {
    if (channels != e.problem.network.channels) e.problem.network.parameters.clear();
    e.problem.network.channels = channels;
  });
}

void NetworkForm::edited(const QString& key, const Value& value, bool final) {
  if (key == "loss") return lossChosen(std::get<std::string>(value));
  m_document.change("Change of " + key, "network." + key, final, [&](Experiment& e) {
    Values values = networkSchema().write(e.problem.network);
    values[key.toStdString()] = value;
    const Result<NetworkChoice> read = networkSchema().read(e.problem.network, values, "problem");
    if (read) e.problem.network = *read;
  });
}

/// A loss of two classes has one output, the others have one for each class: the layers follow.
void NetworkForm::lossChosen(const std::string& loss) {
  NetworkChoice network = m_document.experiment().problem.network;
  network.loss = loss;
  const Result<DataShape> shape = shapeOf(network);
  if (shape && network.layers.back() != shape->outputs) {
    network.layers.back() = shape->outputs;
    network.parameters.clear();
  }
  m_layersError->setText({});
  m_document.change("Loss", {}, true, [&](Experiment& e) { e.problem.network = network; });
}

/// Another target or task has other inputs and outputs: the layers follow.
void NetworkForm::ownEdited(const QString& key, const Value& value, bool) {
  Values values = networkSchema().write(m_document.experiment().problem.network);
  values[key.toStdString()] = value;
  const Result<NetworkChoice> read =
      networkSchema().read(m_document.experiment().problem.network, values, "problem");
  if (!read) return m_own->showError(key, QString::fromStdString(read.error().what));
  takeShape(*read);
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
  network.target = "last";
  network.task = "auto";
  network.scaling = "default";
  takeShape(network);
}

void NetworkForm::takeShape(NetworkChoice network) {
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
  const std::vector<std::int64_t> layers = wholeNumbersIn(m_layers->text());
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
  if (!m_channels->isModified()) m_channels->setText(layersText(network.channels));
  m_pool->setCurrentText(QString::fromStdString(network.pool));
  m_pool->setEnabled(!network.channels.empty());
  m_settings->setValues(networkSchema().write(network));
  m_own->setValues(networkSchema().write(network));
  m_drawn->setValues(networkSchema().write(network));
  const DatasetEntry* entry = thalweg::find(allDatasets(), network.dataset);
  m_own->setVisible(!entry);
  m_drawn->setVisible(entry && entry->draw);
  const Problem* problem = m_session.problem();
  const bool ready = problem && problem->objective->asFiniteSum();
  m_summary->setText(ready ? QString("%1 parameters · %2 samples")
                                 .arg(problem->start.size())
                                 .arg(problem->objective->asFiniteSum()->samples())
                           : QString());
}

}  // namespace thalweg
