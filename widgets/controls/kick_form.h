/// The kick of a run in its card: from which step on, how much more rate, how large a batch.
#pragma once

#include <QWidget>
#include <optional>

#include "core/run/experiment.h"

namespace thalweg {

class NumberField;

/// Two lines where there is a kick, nothing where there is none.
class KickForm : public QWidget {
  Q_OBJECT
 public:
  explicit KickForm(QWidget* parent = nullptr);
  ~KickForm() override;

  void setKick(const std::optional<KickChoice>& kick);
  /// Of a problem without data there is no batch to choose.
  void setBatchOffered(bool offered);

 signals:
  /// `key`: what changed of it.
  void edited(const thalweg::KickChoice& kick, const QString& key, bool final);
  void removeAsked();

 private:
  NumberField* makeField(const Field& field);

  std::optional<KickChoice> m_kick;
  NumberField *m_step, *m_factor, *m_batch;
  QWidget* m_batchWord;
};

}  // namespace thalweg
