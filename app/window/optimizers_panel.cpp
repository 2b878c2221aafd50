#include "app/window/optimizers_panel.h"

#include <QCheckBox>
#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/model/figures.h"
#include "app/window/function_form.h"
#include "core/catalog.h"
#include "core/recordings/recording.h"
#include "core/run/plane_table.h"
#include "widgets/controls/around_form.h"
#include "widgets/controls/kick_form.h"
#include "widgets/controls/optimizer_card.h"
#include "widgets/controls/small_controls.h"

namespace thalweg {

std::vector<bool> visibleRuns(const Experiment& experiment) {
  std::vector<bool> visible(experiment.optimizers.size(), true);
  for (const std::int64_t hidden : experiment.view.hidden)
    if (hidden >= 0 && std::size_t(hidden) < visible.size()) visible[std::size_t(hidden)] = false;
  return visible;
}

namespace {

void hideOthers(Experiment& experiment, const std::vector<bool>& visible) {
  experiment.view.hidden.clear();
  for (std::size_t i = 0; i < visible.size(); ++i)
    if (!visible[i]) experiment.view.hidden.push_back(std::int64_t(i));
}

/// What a card tells of its method.
QString tipOf(const OptimizerEntry& entry) {
  std::string text = entry.card.summary + "\n" + entry.card.formula + "\n" + entry.card.reference;
  if (const std::string needs = textOf(entry.needs); !needs.empty()) text += "\nNeeds " + needs;
  return QString::fromStdString(text);
}

/// The rates a run had, as shares of the run and of the largest of them.
QPolygonF recordedRates(const RunData& data) {
  constexpr std::int64_t most = 160;
  const std::int64_t steps = data.steps(), nodes = std::min(most, steps);
  QPolygonF curve;
  double top = 0.0;
  for (std::int64_t i = 0; i < nodes; ++i) {
    // The rate of a step stands in the row that the step leads to.
    const std::int64_t step = nodes < 2 ? 0 : i * (steps - 1) / (nodes - 1);
    const double rate = data.rowOf(step + 1)[3];
    curve << QPointF(shareDone(step, steps), rate);
    top = std::max(top, rate);
  }
  for (QPointF& p : curve) p.setY(top > 0 ? p.y() / top : 0.0);
  return curve;
}

void setRateOfAll(Experiment& experiment, const Value& rate) {
  for (OptimizerChoice& choice : experiment.optimizers)
    if (const auto own = choice.settings.find("learning_rate"); own != choice.settings.end())
      own->second = rate;
}

}  // namespace

std::string freeLabel(const Experiment& experiment, const std::string& wanted) {
  std::string label = wanted;
  for (int n = 2;; ++n) {
    const bool taken = std::any_of(experiment.optimizers.begin(), experiment.optimizers.end(),
                                   [&](const OptimizerChoice& o) { return labelOf(o) == label; });
    if (!taken) return label;
    label = wanted + " " + std::to_string(n);
  }
}

OptimizersPanel::OptimizersPanel(Document& document, Session& session, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_session(session),
      m_addMenu(new QMenu("Add optimizer", this)) {
  m_layout = new QVBoxLayout(this);
  m_layout->setContentsMargins(8, 8, 8, 8);
  m_layout->setSpacing(8);
  makeRatesRow();
  m_layout->addStretch(1);
  fillAddMenu();
  connect(&m_document, &Document::changed, this, &OptimizersPanel::refresh);
  connect(&m_session, &Session::runsChanged, this, &OptimizersPanel::showRuns);
  connect(&m_session, &Session::grown, this, &OptimizersPanel::showRuns);
}

void OptimizersPanel::fillAddMenu() {
  QMenu* gradient = m_addMenu->addMenu("By gradient");
  QMenu* curvature = m_addMenu->addMenu("By line search and curvature");
  QMenu* samples = m_addMenu->addMenu("By samples and matrices");
  for (const OptimizerEntry& entry : allOptimizers()) {
    const Needs& needs = entry.needs;
    QMenu* menu = needs.data || needs.matrices   ? samples
                  : needs.value || needs.hessian ? curvature
                                                 : gradient;
    QAction* action = menu->addAction(QString::fromStdString(entry.card.title));
    connect(action, &QAction::triggered, this, [this, id = entry.card.id] { add(id); });
    m_addActions.emplace_back(action, &entry);
  }
  for (QMenu* menu : {gradient, curvature, samples}) menu->setToolTipsVisible(true);
  connect(m_addMenu, &QMenu::aboutToShow, this, &OptimizersPanel::greyWhatDoesNotFit);
  connect(&m_session, &Session::problemChanged, this, &OptimizersPanel::greyWhatDoesNotFit);
}

void OptimizersPanel::greyWhatDoesNotFit() {
  const Problem* problem = m_session.problem();
  for (const auto& [action, entry] : m_addActions) {
    const std::string lack =
        problem ? lackOf(entry->needs, entry->card.title, *problem->objective) : std::string();
    action->setEnabled(lack.empty());
    action->setToolTip(QString::fromStdString(lack.empty() ? entry->card.summary : lack));
  }
}

void OptimizersPanel::connectCard(OptimizerCard* card, int index) {
  connect(card, &OptimizerCard::clicked, this, [this, index] { emit selected(index); });
  connect(card, &OptimizerCard::edited, this,
          [this, index](const QString& key, const Value& value, bool final) {
            edited(index, key, value, final);
          });
  connect(card, &OptimizerCard::eyeToggled, this,
          [this, index](bool onlyThis) { onlyThis ? showOnly(index) : toggleVisible(index); });
  connect(card, &OptimizerCard::onlyThisAsked, this, [this, index] { showOnly(index); });
  connect(card, &OptimizerCard::duplicateAsked, this, [this, index] { duplicate(index); });
  connect(card, &OptimizerCard::removeAsked, this, [this, index] { remove(index); });
  connect(card, &OptimizerCard::copyTomlAsked, this, [this, index] {
    Experiment alone = m_document.experiment();
    alone.optimizers = {alone.optimizers[std::size_t(index)]};
    alone.view = {};
    const QString text = QString::fromStdString(tomlOf(alone));
    const qsizetype from = text.indexOf("[[optimizer]]"), to = text.indexOf("\n[run]");
    QGuiApplication::clipboard()->setText(text.mid(from, to - from));
  });
  connect(card->around(), &AroundForm::scheduleEdited, this,
          [this, index](const Part& schedule, const QString& key, bool final) {
            m_document.change(
                "Schedule", QString("optimizer%1.schedule.%2").arg(index).arg(key), final,
                [&](Experiment& e) { e.optimizers[std::size_t(index)].schedule = schedule; });
          });
  connect(card->around(), &AroundForm::wrappersEdited, this,
          [this, index](const std::vector<Part>& wrappers, const QString& key, bool final) {
            m_document.change(
                "Around the optimizer", QString("optimizer%1.wrappers.%2").arg(index).arg(key),
                final,
                [&](Experiment& e) { e.optimizers[std::size_t(index)].wrappers = wrappers; });
          });
  connectKick(card, index);
  connect(card, &OptimizerCard::renamed, this, [this, index](const QString& title) {
    m_document.change("Rename", {}, true, [&](Experiment& e) {
      e.optimizers[std::size_t(index)].label = title.toStdString();
    });
  });
}

void OptimizersPanel::makeRatesRow() {
  auto* row = new QHBoxLayout;
  row->setContentsMargins(2, 0, 2, 0);
  m_sameRate = new QCheckBox("same rate for all");
  m_sameRate->setToolTip("A rate that is set is set for every optimizer");
  row->addWidget(m_sameRate, 1);
  m_goodRates = new QPushButton("Use good rates");
  m_goodRates->setToolTip("Each optimizer takes the rate at which it works on this landscape");
  row->addWidget(m_goodRates);
  m_layout->addLayout(row);
  connect(m_sameRate, &QCheckBox::toggled, this, &OptimizersPanel::setSameRate);
  connect(m_goodRates, &QPushButton::clicked, this, &OptimizersPanel::useGoodRates);
}

void OptimizersPanel::setSameRate(bool same) {
  m_document.change("Same rate for all", {}, true, [&](Experiment& e) {
    e.view.sameRate = same;
    const std::size_t chosen = std::size_t(std::max(0, m_selected));
    if (!same || chosen >= e.optimizers.size()) return;
    const auto rate = e.optimizers[chosen].settings.find("learning_rate");
    if (rate != e.optimizers[chosen].settings.end()) setRateOfAll(e, rate->second);
  });
}

bool OptimizersPanel::goodRatesWait() const {
  const Experiment& experiment = m_document.experiment();
  if (experiment.problem.kind != "landscape") return false;
  Experiment good = experiment;
  takeRatesOf(experiment.problem.name, good);
  return !(good == experiment);
}

void OptimizersPanel::useGoodRates() {
  if (!goodRatesWait()) return;
  m_document.change("Good rates", {}, true, [](Experiment& e) {
    e.view.sameRate = false;
    takeRatesOf(e.problem.name, e);
  });
}

void OptimizersPanel::edited(int run, const QString& key, const Value& value, bool final) {
  if (key == "learning_rate" && m_document.experiment().view.sameRate)
    return m_document.change("Change of all rates", "optimizers.rate", final,
                             [&](Experiment& e) { setRateOfAll(e, value); });
  m_document.change(
      "Change of " + key, QString("optimizer%1.%2").arg(run).arg(key), final,
      [&](Experiment& e) { e.optimizers[std::size_t(run)].settings[key.toStdString()] = value; });
}

void OptimizersPanel::add(const std::string& id) {
  const OptimizerEntry* entry = methodNamed(id);
  const Experiment& experiment = m_document.experiment();
  OptimizerChoice choice{id, freeLabel(experiment, entry->card.title), {}};
  for (const Field& field : entry->fields) choice.settings[field.key] = field.initial;
  if (const LandscapeEntry* landscape =
          experiment.problem.kind == "landscape"
              ? thalweg::find(allLandscapes(), experiment.problem.name)
              : nullptr)
    for (const auto& [name, rate] : landscape->rates)
      if (name == id) choice.settings["learning_rate"] = rate;
  const auto own = choice.settings.find("learning_rate");
  if (experiment.view.sameRate && own != choice.settings.end() && !experiment.optimizers.empty())
    if (const Values& first = experiment.optimizers.front().settings;
        first.contains("learning_rate"))
      own->second = first.at("learning_rate");
  m_document.change("Add " + QString::fromStdString(choice.label), {}, true,
                    [&](Experiment& e) { e.optimizers.push_back(choice); });
  emit selected(int(m_document.experiment().optimizers.size()) - 1);
}

void OptimizersPanel::addRecorded(const QString& folder) {
  const OptimizerEntry& entry = allRecordings().front();
  const std::string path = QFileInfo(folder).absoluteFilePath().toStdString();
  const std::string name = QFileInfo(folder).fileName().toStdString();
  const Result<std::vector<std::string>> files = vectorFilesIn(path);
  const std::int64_t last = files ? std::int64_t(files->size()) - 1 : 0;
  OptimizerChoice choice{entry.card.id, "", {{entry.fields.front().key, path}}};
  m_document.change("Open recorded parameters", {}, true, [&](Experiment& e) {
    choice.label = freeLabel(e, name.empty() ? entry.card.title : name);
    e.optimizers.push_back(choice);
    e.run.steps = std::max(e.run.steps, last);
  });
  emit selected(int(m_document.experiment().optimizers.size()) - 1);
}

void OptimizersPanel::duplicate(int run) {
  if (run < 0 || run >= int(m_document.experiment().optimizers.size())) return;
  m_document.change("Duplicate", {}, true, [&](Experiment& e) {
    OptimizerChoice copy = e.optimizers[std::size_t(run)];
    copy.label = freeLabel(e, labelOf(copy));
    e.optimizers.push_back(copy);
  });
  emit selected(int(m_document.experiment().optimizers.size()) - 1);
}

void OptimizersPanel::remove(int run) {
  if (run < 0 || run >= int(m_document.experiment().optimizers.size())) return;
  m_document.change("Remove", {}, true, [&](Experiment& e) {
    std::vector<bool> visible = visibleRuns(e);
    e.optimizers.erase(e.optimizers.begin() + run);
    forgetRun(e.view.plane, run);
    visible.erase(visible.begin() + run);
    hideOthers(e, visible);
  });
}

void OptimizersPanel::toggleVisible(int run) {
  m_document.change("Show or hide", {}, true, [&](Experiment& e) {
    std::vector<bool> visible = visibleRuns(e);
    if (run < 0 || run >= int(visible.size())) return;
    visible[std::size_t(run)] = !visible[std::size_t(run)];
    hideOthers(e, visible);
  });
}

void OptimizersPanel::showOnly(int run) {
  m_document.change("Show only this", {}, true, [&](Experiment& e) {
    std::vector<bool> visible = visibleRuns(e);
    if (run < 0 || run >= int(visible.size())) return;
    // A second time brings the others back.
    const bool alone =
        visible[std::size_t(run)] && std::count(visible.begin(), visible.end(), true) == 1;
    std::fill(visible.begin(), visible.end(), alone);
    visible[std::size_t(run)] = true;
    hideOthers(e, visible);
  });
}

void OptimizersPanel::refresh() {
  const std::vector<OptimizerChoice>& optimizers = m_document.experiment().optimizers;
  while (m_cards.size() > qsizetype(optimizers.size())) {
    delete m_cards.takeLast();
    m_names.removeLast();
    m_refusals.removeLast();
  }
  const QSignalBlocker quiet(m_sameRate);
  m_sameRate->setChecked(m_document.experiment().view.sameRate);
  m_goodRates->setEnabled(goodRatesWait());
  const std::vector<bool> visible = visibleRuns(m_document.experiment());
  for (int i = 0; i < int(optimizers.size()); ++i) {
    const OptimizerChoice& choice = optimizers[std::size_t(i)];
    if (i >= m_cards.size()) {
      auto* card = new OptimizerCard;
      connectCard(card, i);
      m_layout->insertWidget(i, card);
      m_cards << card;
      m_names << QString();
      m_refusals << QString();
    }
    OptimizerCard* card = m_cards[i];
    const QString name = QString::fromStdString(choice.name);
    if (const OptimizerEntry* entry = methodNamed(choice.name); entry && m_names[i] != name) {
      m_names[i] = name;
      card->setFields(entry->fields);
      card->setSeries(i);
      card->setMeterShown(entry->knowsBounds);
      card->setToolTip(tipOf(*entry));
      card->around()->setAsksBeyondGradients(asksBeyondGradients(entry->needs));
    }
    card->setTitle(QString::fromStdString(labelOf(choice)));
    card->setValues(choice.settings);
    card->around()->setChoice(choice.schedule, choice.wrappers);
    card->around()->setSteps(m_document.experiment().run.steps);
    card->kick()->setKick(choice.kick);
    card->setRunVisible(visible[std::size_t(i)]);
    card->setChosen(i == m_selected);
  }
}

void OptimizersPanel::showRuns() {
  for (int i = 0; i < m_cards.size() && i < int(m_session.runs().size()); ++i) {
    const LiveRun& run = m_session.runs()[std::size_t(i)];
    OptimizerCard* card = m_cards[i];
    card->setKickStep(canKick(i) ? int(kickStep(i)) : -1);
    card->kick()->setBatchOffered(m_session.experiment().problem.kind == "network");
    if (run.refusal != m_refusals[i]) {
      card->showError({}, run.refusal);
      m_refusals[i] = run.refusal;
    }
    if (card->around()->wantsRecorded() && run.data.ending.status != Status::running)
      card->around()->setRecorded(recordedRates(run.data));
    const double share = run.data.shareOfLimit(m_step);
    card->setMeter(std::isfinite(share) ? std::optional(share) : std::nullopt);
    const Ending& ending = run.data.ending;
    const bool told = ending.status == Status::diverged || ending.status == Status::failed ||
                      ending.status == Status::cancelled || ending.status == Status::converged;
    const QString reason = QString::fromStdString(ending.reason);
    const Verdict verdict = ending.status == Status::converged   ? Verdict::holds
                            : ending.status == Status::cancelled ? Verdict::note
                                                                 : Verdict::fails;
    card->setBadge(told ? reason.section(':', 0, 0) : QString(), verdict);
  }
}

void OptimizersPanel::setStep(int step) {
  m_step = step;
  showRuns();
}

void OptimizersPanel::setSelected(int run) {
  m_selected = run;
  for (int i = 0; i < m_cards.size(); ++i) m_cards[i]->setChosen(i == run);
}

}  // namespace thalweg
