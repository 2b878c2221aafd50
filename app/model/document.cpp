#include "app/model/document.h"

#include <QUndoCommand>

namespace thalweg {

/// The experiment before and after. Experiments are small values, so no change needs an inverse of
/// its own.
class ExperimentChange : public QUndoCommand {
 public:
  ExperimentChange(Document& document, const QString& text, const QString& key, bool final,
                   Experiment after)
      : QUndoCommand(text),
        m_document(document),
        m_key(key),
        m_closed(final),
        m_before(document.experiment()),
        m_after(std::move(after)) {}

  int id() const override { return 1; }
  void undo() override {
    m_closed = true;  // what is changed after an undo is a step of its own
    m_document.set(m_before);
  }
  void redo() override { m_document.set(m_after); }
  bool mergeWith(const QUndoCommand* newer) override {
    const auto* next = static_cast<const ExperimentChange*>(newer);
    if (m_closed || m_key.isEmpty() || next->m_key != m_key) return false;
    m_after = next->m_after;
    m_closed = next->m_closed;
    setObsolete(m_after == m_before);
    return true;
  }
  const QString& key() const { return m_key; }
  /// Later changes of the same thing are steps of their own.
  void close() const { m_closed = true; }

 private:
  Document& m_document;
  QString m_key;
  mutable bool m_closed;
  Experiment m_before, m_after;
};

Document::Document(QObject* parent) : QObject(parent) { m_stack.setUndoLimit(2000); }

/// A history that is thrown away is no change.
Document::~Document() { m_stack.blockSignals(true); }

void Document::change(const QString& text, const QString& key, bool final,
                      const std::function<void(Experiment&)>& edit) {
  Experiment after = m_experiment;
  edit(after);
  if (after == m_experiment) {
    // The last value of a drag is often that of the move before it: it only closes the step.
    const auto* last = static_cast<const ExperimentChange*>(m_stack.command(m_stack.index() - 1));
    if (final && last && last->key() == key) last->close();
    return;
  }
  m_stack.push(new ExperimentChange(*this, text, key, final, std::move(after)));
}

void Document::replace(const Experiment& experiment, const QString& path) {
  m_stack.clear();
  m_experiment = experiment;
  m_path = path;
  emit changed();
  emit replaced();
  emit pathChanged();
}

void Document::saved(const QString& path) {
  m_path = path;
  m_stack.setClean();
  emit pathChanged();
}

void Document::set(const Experiment& experiment) {
  if (experiment == m_experiment) return;
  m_experiment = experiment;
  emit changed();
}

}  // namespace thalweg
