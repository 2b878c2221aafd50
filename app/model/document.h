/// All that a person can change, in one place; every change can be undone.
#pragma once

#include <QObject>
#include <QString>
#include <QUndoStack>
#include <functional>

#include "core/run/experiment.h"

namespace thalweg {

class Document : public QObject {
  Q_OBJECT

 public:
  explicit Document(QObject* parent = nullptr);
  ~Document() override;

  const Experiment& experiment() const { return m_experiment; }
  QUndoStack& undoStack() { return m_stack; }
  /// The file it was read from or saved to; empty before.
  const QString& path() const { return m_path; }

  /// One change. `key` names what is changed: changes of one key merge into one step of undo until
  /// one is `final`.
  void change(const QString& text, const QString& key, bool final,
              const std::function<void(Experiment&)>& edit);
  /// Another experiment in place of this one; undo begins anew.
  void replace(const Experiment& experiment, const QString& path);
  /// Tells that the present state is on disk under `path`.
  void saved(const QString& path);

 signals:
  void changed();
  /// The experiment was replaced as a whole (after `changed`).
  void replaced();
  void pathChanged();

 private:
  friend class ExperimentChange;
  void set(const Experiment& experiment);
  Experiment m_experiment;
  QUndoStack m_stack;
  QString m_path;
};

}  // namespace thalweg
