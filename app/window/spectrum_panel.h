/// The Spectrum dock: the density of the Hessian's eigenvalues at the cursor, stored or asked for
/// now.
#pragma once

#include <QWidget>

#include "app/window/workspace.h"
#include "widgets/views/spectrum_view.h"

namespace thalweg {

/// The spectrum as it is drawn, against the bound of its run.
SpectrumPicture pictureOf(const ShownSpectrum& spectrum, const Workspace& workspace);
/// H, G and R as three curves.
SpectrumPicture pictureOf(const ShownSplit& split, int style);
/// The outliers of a spectrum in words, such as "2 outliers, λ₂/λ₃ = 2.48, bulk up to 0.067"; empty
/// where there are none.
QString outliersIn(const Outliers& outliers);
/// Its step, how it was found, what else is known of it, and what it cost.
QString factsOf(const ShownSpectrum& spectrum);
QString factsOf(const ShownSplit& split);
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
  /// The Hessian alone, or H = G + R; asks for the latter where none is known yet.
  void setSplit(bool split);
  bool showsSplit() const { return m_split; }
  /// What is shown, at the cursor.
  void computeNow();

 signals:
  /// What stands beside the dock's name.
  void hintChanged(const QString& hint);
  void splitChanged(bool split);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void refresh();
  void refreshSplit();
  void tell(const QString& words);
  void showMenu(QPoint globalPosition);
  Workspace& m_workspace;
  SpectrumView* m_view;
  CurvatureService::Spectrum m_shown;
  std::shared_ptr<const ShownSplit> m_shownSplit;
  bool m_split = false;
  QString m_hint;
};

}  // namespace thalweg
