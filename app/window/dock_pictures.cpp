#include "app/window/dock_pictures.h"

#include <QPainter>
#include <algorithm>

#include "app/window/curvature_docks.h"
#include "app/window/directions_panel.h"
#include "app/window/history_panel.h"
#include "app/window/main_window.h"
#include "app/window/noise_panel.h"
#include "app/window/spectrum_panel.h"
#include "widgets/theme/style.h"
#include "widgets/views/cloud_view.h"
#include "widgets/views/ridge_view.h"
#include "widgets/views/share_bars.h"
#include "widgets/views/spectrum_view.h"

namespace thalweg {
namespace {

constexpr const char *spectrumId = "spectrum", *historyId = "spectrum-history",
                     *directionsId = "directions", *cloudId = "gradient-cloud", *noiseId = "noise";

// Tables have no margin of their own.
constexpr int tableMargin = 10;

/// A view made for the page: `view` is given room for what it shows, and that room is scaled to the
/// page.
template <class View>
void paintWhole(QPainter& painter, QSizeF size, View& view, int margin = 0) {
  const QSizeF room = size - QSizeF(2 * margin, 2 * margin);
  const QSizeF least = QSizeF(view.sizeHint()).expandedTo(QSizeF(1, 1));
  const double scale =
      std::min({1.0, room.width() / least.width(), room.height() / least.height()});
  view.resize((room / scale).toSize());
  painter.save();
  painter.translate(margin, margin);
  painter.scale(scale, scale);
  view.paint(painter);
  painter.restore();
}

}  // namespace

std::vector<DockPicture> dockPicturesOf(const MainWindow& window) {
  const CurvatureDocks& docks = *window.curvature();
  std::vector<DockPicture> pictures;
  const SpectrumView* spectrum = docks.spectrum->view();
  if (spectrum->isVisible() && !spectrum->picture().at.empty())
    pictures.push_back({spectrumId, "Spectrum"});
  const RidgeView* history = docks.history->view();
  if (history->isVisible() && !history->isEmpty())
    pictures.push_back({historyId, "Spectrum history"});
  const ShareBars* directions = docks.directions->table();
  if (directions->isVisible() && !directions->rows().empty())
    pictures.push_back({directionsId, "Directions"});
  const CloudView* cloud = docks.noise->cloud();
  if (cloud->isVisible() && !cloud->picture().points.empty())
    pictures.push_back({cloudId, "Gradient cloud"});
  const NoiseTable* noise = docks.noise->table();
  if (noise->isVisible() && !noise->words().noise.empty()) pictures.push_back({noiseId, "Noise"});
  return pictures;
}

bool isDockPicture(const QString& id) {
  for (const char* known : {spectrumId, historyId, directionsId, cloudId, noiseId})
    if (id == known) return true;
  return false;
}

void paintDockPicture(QPainter& painter, QSizeF size, const MainWindow& window, const QString& id,
                      const Theme& theme) {
  const BorrowedTheme borrowed(theme);
  const CurvatureDocks& docks = *window.curvature();
  painter.fillRect(QRectF(QPointF(), size), theme.ground);
  if (id == spectrumId) {
    SpectrumView view;
    view.setLogarithmic(docks.spectrum->view()->isLogarithmic());
    view.setPicture(docks.spectrum->view()->picture());
    paintWhole(painter, size, view);
  } else if (id == historyId) {
    RidgeView view;
    view.showAs(*docks.history->view());
    paintWhole(painter, size, view);
  } else if (id == directionsId) {
    const ShareBars& shown = *docks.directions->table();
    ShareBars view;
    view.setRows(shown.rows(), shown.limitName(), shown.parts());
    view.setSelected(shown.selected());
    paintWhole(painter, size, view, tableMargin);
  } else if (id == cloudId) {
    CloudView view;
    view.setPicture(docks.noise->cloud()->picture());
    paintWhole(painter, size, view);
  } else if (id == noiseId) {
    NoiseTable view;
    view.setWords(docks.noise->table()->words(), docks.noise->table()->series());
    paintWhole(painter, size, view, tableMargin);
  }
}

}  // namespace thalweg
