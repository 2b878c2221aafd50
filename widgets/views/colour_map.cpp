/// The colour map of the loss, and colours between others.
#include "widgets/views/colour_map.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg {
namespace {

// Every fifth of viridis' 256 entries; between them straight lines stay within half a grey level.
constexpr std::array<unsigned, 52> nodes{
    0x440154, 0x46085c, 0x471063, 0x481769, 0x481d6f, 0x482475, 0x472a7a, 0x46307e, 0x453781,
    0x433d84, 0x414287, 0x3f4889, 0x3d4e8a, 0x3a538b, 0x38598c, 0x355e8d, 0x33638d, 0x31688e,
    0x2e6d8e, 0x2c718e, 0x2a768e, 0x297b8e, 0x27808e, 0x25848e, 0x23898e, 0x218e8d, 0x20928c,
    0x1f978b, 0x1e9c89, 0x1fa188, 0x21a585, 0x24aa83, 0x28ae80, 0x2eb37c, 0x35b779, 0x3dbc74,
    0x46c06f, 0x50c46a, 0x5ac864, 0x65cb5e, 0x70cf57, 0x7cd250, 0x89d548, 0x95d840, 0xa2da37,
    0xb0dd2f, 0xbddf26, 0xcae11f, 0xd8e219, 0xe5e419, 0xf1e51d, 0xfde725};

int blend(unsigned a, unsigned b, double share) {
  return int(std::lround((1 - share) * double(a) + share * double(b)));
}

}  // namespace

QRgb viridis(double t) {
  if (!(t > 0)) t = 0;
  const double at = std::min(t, 1.0) * double(nodes.size() - 1);
  const std::size_t i = std::min(std::size_t(at), nodes.size() - 2);
  return mixed(nodes[i] | 0xff000000u, nodes[i + 1] | 0xff000000u, at - double(i));
}

QRgb mixed(QRgb a, QRgb b, double share) {
  return qRgb(blend(unsigned(qRed(a)), unsigned(qRed(b)), share),
              blend(unsigned(qGreen(a)), unsigned(qGreen(b)), share),
              blend(unsigned(qBlue(a)), unsigned(qBlue(b)), share));
}

QColor awayColour(const QColor& own, double away, const Theme& theme) {
  return away > 0 ? QColor(mixed(own.rgb(), theme.axis.rgb(), std::min(away, 1.0))) : own;
}

}  // namespace thalweg
