#include "app/window/workspace.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "app/window/optimizers_panel.h"
#include "core/io/file.h"

namespace thalweg {

Workspace::Workspace(QObject* parent)
    : QObject(parent),
      session(document),
      plane(session),
      anatomy(session),
      model(session),
      curvature(session),
      noise(session),
      segment(session) {
  const auto updateRange = [this] {
    // Where all runs have ended early nothing more will come.
    const std::int64_t computed = session.computed();
    player.setRange(int(computed), int(session.busy() ? session.planned() : computed));
  };
  connect(&session, &Session::grown, this, updateRange);
  const auto follow = [this] { curvature.show(shownRun(), player.step()); };
  connect(&session, &Session::grown, this, follow);
  connect(&player, &Player::stepChanged, this, follow);
  connect(this, &Workspace::selectionChanged, this, follow);
  connect(&document, &Document::changed, this, follow);
  connect(&session, &Session::runsChanged, this, [this, updateRange] {
    updateRange();
    showOpened();
    if (m_selected >= int(session.runs().size())) select(-1);
  });
}

void Workspace::select(int run) {
  if (run == m_selected) return;
  m_selected = run;
  emit selectionChanged(run);
}

void Workspace::setHighlight(std::optional<StepOfPath> step) {
  if (step && step->path < 0) step.reset();
  if (step == m_highlight) return;
  m_highlight = step;
  emit highlightChanged();
}

int Workspace::shownRun() const {
  if (m_selected >= 0) return m_selected;
  const std::vector<bool> visible = visibleRuns(document.experiment());
  const auto first = std::find(visible.begin(), visible.end(), true);
  return first == visible.end() ? -1 : int(first - visible.begin());
}

void Workspace::setArrows(std::vector<PlaneArrow> arrows) {
  if (arrows.empty() && m_arrows.empty()) return;
  m_arrows = std::move(arrows);
  emit arrowsChanged();
}

PlaneScene Workspace::scene() const {
  const std::vector<bool> visible = visibleRuns(document.experiment());
  // The flow is the same for all that begin here; it is compared with the run that is looked at.
  PlaneScene scene = plane.scene(visible, shownRun());
  scene.cursor = player.step();
  scene.selected = m_selected;
  scene.arrows = m_arrows;
  return scene;
}

QString Workspace::open(const QString& toml, const QString& path) {
  const std::string folder = QFileInfo(path).absolutePath().toStdString();
  Result<Experiment> experiment = experimentFrom(toml.toStdString(), folder);
  const QString name = path.isEmpty() ? QString() : QFileInfo(path).fileName() + ": ";
  if (!experiment) return name + QString::fromStdString(experiment.error().what);
  // A network's data are read on a worker; its start is told there. All else is resolved here and
  // now.
  if (experiment->problem.kind != "network") {
    experiment = resolved(*experiment);
    if (!experiment) return name + QString::fromStdString(experiment.error().what);
  }
  m_selected = -1;
  player.play(false);
  player.setStep(0);
  m_openAt = experiment->view.step;
  const bool begun = !document.experiment().optimizers.empty();
  // A built-in one in place of one that is on no disk: a step like any other, so that nothing is
  // lost.
  if (path.isEmpty() && document.path().isEmpty() && begun) {
    document.change("Open " + QString::fromStdString(experiment->title), {}, true,
                    [&](Experiment& e) { e = *experiment; });
    document.undoStack().setClean();
  } else {
    document.replace(*experiment, path);
  }
  showOpened();
  emit selectionChanged(-1);
  emit opened();
  return {};
}

/// Steps can be gone to only once the runs are those of the file.
void Workspace::showOpened() {
  if (m_openAt >= 0 && !session.preparing()) player.setStep(int(std::exchange(m_openAt, -1)));
}

QString Workspace::openFile(const QString& path) {
  const Result<std::string> text = readFile(path.toStdString());
  if (!text) return QString::fromStdString(text.error().what);
  return open(QString::fromStdString(*text), QFileInfo(path).absoluteFilePath());
}

void Workspace::begin() {
  if (document.experiment().view.step < 0) player.play(true);
}

QString Workspace::saveAs(const QString& path) {
  const Outcome written = writeFile(path.toStdString(), tomlOf(document.experiment()));
  if (!written) return QString::fromStdString(written.error().what);
  document.saved(QFileInfo(path).absoluteFilePath());
  return {};
}

void Workspace::moveStart(QPointF at, bool final) {
  document.change("Move of the start", "start", final, [&](Experiment& e) {
    e.problem.start = {at.x()};
    if (!plane.isCurve()) e.problem.start.push_back(at.y());
  });
}

const QList<Preset>& presets() {
  static const QList<Preset> all = [] {
    QList<Preset> list;
    const QDir folder(":/experiments");
    QStringList names = folder.entryList({"*.toml"}, QDir::Files);
    const auto number = [](const QString& name) { return name.section('_', 0, 0).toInt(); };
    std::sort(names.begin(), names.end(),
              [&](const QString& a, const QString& b) { return number(a) < number(b); });
    for (const QString& name : names) {
      QFile file(folder.filePath(name));
      if (!file.open(QIODevice::ReadOnly)) continue;
      Preset preset;
      preset.toml = QString::fromUtf8(file.readAll());
      if (const Result<Experiment> read = experimentFrom(preset.toml.toStdString(), "."))
        preset.title = QString::fromStdString(read->title);
      list << preset;
    }
    return list;
  }();
  return all;
}

}  // namespace thalweg
