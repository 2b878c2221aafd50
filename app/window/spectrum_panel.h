/// The Spectrum dock: the density of the Hessian's eigenvalues at the cursor, stored or asked for
/// now.
#pragma once

#include <QWidget>

#include "app/window/workspace.h"
#include "widgets/views/spectrum_view.h"

namespace thalweg {

/// The spectrum as it is drawn, against the bound of its run.
SpectrumPicture pictureOf(const ShownSpectrum& spectrum, const Workspace& workspace);
/// Its step, how it was found, what else is known of it, and what it cost.
QString factsOf(const ShownSpectrum& spectrum);
/// What work has cost, such as "46 products, 12 ms".
QString costOf(std::int64_t products, double seconds);
/// Densities below this belong to less than one eigenvalue.
double floorOf(const ShownSpectrum& spectrum);

class SpectrumPanel : public QWidget {
  Q_OBJECT

 public:
  explicit SpectrumPanel(Workspace& workspace, QWidget* parent = nullptr);
  SpectrumView* view() const { return m_view; }
  QString hint() const { return m_hint; }

 signals:
  /// What stands beside the dock's name.
  void hintChanged(const QString& hint);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void refresh();
  void showMenu(QPoint globalPosition);
  Workspace& m_workspace;
  SpectrumView* m_view;
  CurvatureService::Spectrum m_shown;
  QString m_hint;
};

}  // namespace thalweg
