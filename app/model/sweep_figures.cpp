#include "app/model/sweep_figures.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/model/curvature.h"
#include "core/catalog.h"
#include "core/run/experiment_schema.h"
#include "widgets/controls/number_text.h"

namespace thalweg {
namespace {

// One list alone stands in one row up to so many points.
constexpr std::size_t longestRow = 6;
// Cells are small.
constexpr Index curvePoints = 384;
// A single eigenvalue's peak is drawn so many times as high as the lowest density shown.
constexpr double peakOverFloor = 6.0;

QString named(const SweepAxis& axis, std::size_t value) {
  const QString key = QString::fromStdString(axis.key);
  return key.mid(key.lastIndexOf('.') + 1) + " = " + QString::fromStdString(axis.values[value]);
}

SpectrumPicture pictureOf(const SweepSpectrum& spectrum) {
  const Density density = broadened(spectrum.measure, kernelShare, curvePoints);
  SpectrumPicture picture;
  picture.at.assign(density.at.begin(), density.at.end());
  picture.value.assign(density.value.begin(), density.value.end());
  picture.error.assign(density.error.begin(), density.error.end());
  for (Index i = spectrum.values.size(); i-- > 0;)
    picture.marks.push_back({spectrum.values[i], spectrum.residuals[i]});
  picture.floor = 1 / (double(spectrum.dimension) * density.broadening *
                       std::sqrt(2 * std::numbers::pi) * peakOverFloor);
  if (std::isfinite(spectrum.outliers.edge)) {
    picture.edge = spectrum.outliers.edge;
    picture.apart = spectrum.outliers.apart;
  }
  return picture;
}

QString headlineOf(const Outliers& outliers) {
  if (outliers.count == 0) return "no gap";
  return QString::fromUtf8("%1 outlier%2, gap %3×")
      .arg(outliers.count)
      .arg(outliers.count == 1 ? "" : "s")
      .arg(outliers.ratio, 0, 'f', 2);
}

QString edgeOf(const Outliers& outliers) {
  if (!std::isfinite(outliers.edge)) return {};
  return QString("%1%2 beyond the bulk's edge %3")
      .arg(outliers.atLeast ? "at least " : "")
      .arg(outliers.above)
      .arg(shownNumber(outliers.edge));
}

void describe(MultipleCell& cell, const SweepSpectrum& spectrum) {
  cell.spectrum = pictureOf(spectrum);
  cell.note << QString::fromUtf8("λ₁ = ") + shownNumber(spectrum.values[0], 5) + " " +
                   shownError(spectrum.residuals[0]) + " (residual)"
            << headlineOf(spectrum.outliers);
  if (const QString edge = edgeOf(spectrum.outliers); !edge.isEmpty()) cell.note << edge;
  cell.note << QString("%1 of %2 parameters, %3 products, %4 s")
                   .arg(spectrum.measure.exact
                            ? QString("all eigenvalues")
                            : QString("%1 probes").arg(spectrum.measure.probes()))
                   .arg(spectrum.dimension)
                   .arg(spectrum.products)
                   .arg(spectrum.seconds, 0, 'f', 2);
}

MultipleCell cellOf(const std::vector<SweepAxis>& axes, const SweepPoint& point, MultiplesOf what) {
  MultipleCell cell;
  const std::vector<std::size_t> at = sweepPoint(axes, point.index);
  QStringList values;
  for (std::size_t k = 0; k < axes.size(); ++k) values << named(axes[k], at[k]);
  cell.name = values.join(", ");
  cell.note << cell.name;
  const std::optional<SweepRow> row = point.row(0, axes.size());
  if (!row) {
    cell.failed = true;
    cell.headline = "no row";
    return cell;
  }
  const QString loss = "loss " + shownNumber(row->f);
  cell.failed = row->status == "failed";
  cell.note << QString::fromStdString(row->label.empty() ? row->status
                                                         : row->label + ": " + row->status) +
                   QString(" at step %1, ").arg(row->steps) + loss;
  if (cell.failed) {
    cell.headline = "failed";
    cell.facts = QString::fromStdString(row->reason);
    return cell;
  }
  cell.headline = loss;
  cell.facts = QString("%1, step %2").arg(QString::fromStdString(row->status)).arg(row->steps);
  if (!point.picture) {
    cell.facts += ". Its loss and spectrum were not kept";
    return cell;
  }
  cell.step = point.picture->step;
  cell.loss = point.picture->loss;
  if (!point.picture->spectrum) {
    if (what == MultiplesOf::spectra) cell.facts += ". It has no finite spectrum";
    return cell;
  }
  const SweepSpectrum& spectrum = *point.picture->spectrum;
  describe(cell, spectrum);
  if (what == MultiplesOf::losses) return cell;
  cell.headline = headlineOf(spectrum.outliers);
  const QString edge = edgeOf(spectrum.outliers);
  cell.facts = edge.isEmpty() ? loss : edge;
  return cell;
}

void append(std::vector<SweepKey>& keys, const std::string& table, const std::vector<Field>& fields,
            const Values& now) {
  for (const Field& field : fields) {
    if (field.type == FieldType::text) continue;
    const auto value = now.find(field.key);
    keys.push_back(
        {QString::fromStdString(table + "." + field.key),
         QString::fromStdString(textOf(value == now.end() ? field.initial : value->second)),
         QString::fromStdString(field.help)});
  }
}

QString listOf(const std::vector<std::int64_t>& layers) {
  QStringList words;
  for (const std::int64_t size : layers) words << QString::number(size);
  return "[" + words.join(", ") + "]";
}

}  // namespace

MultiplesPicture multiplesOf(const std::vector<SweepAxis>& axes,
                             const std::vector<std::shared_ptr<const SweepPoint>>& points,
                             MultiplesOf what) {
  MultiplesPicture picture;
  picture.of = what;
  if (axes.empty()) return picture;
  const SweepAxis& last = axes.back();
  const std::size_t columns = last.values.size();
  const bool folded = axes.size() == 1 && columns > longestRow;
  if (folded) {
    const int side = int(std::ceil(std::sqrt(double(columns))));
    for (int k = 0; k < side; ++k) picture.columns << QString();
  } else {
    for (std::size_t v = 0; v < columns; ++v) picture.columns << named(last, v);
  }
  const std::vector<SweepAxis> before(axes.begin(), axes.end() - 1);
  for (std::size_t row = 0; !before.empty() && row < sweepSize(before); ++row) {
    const std::vector<std::size_t> at = sweepPoint(before, row);
    QStringList words;
    for (std::size_t k = 0; k < before.size(); ++k) words << named(before[k], at[k]);
    picture.rows << words.join("\n");
  }
  for (const auto& point : points) {
    if (!point) {
      picture.cells.emplace_back();
      continue;
    }
    MultipleCell cell = cellOf(axes, *point, what);
    if (folded) cell.headline = named(last, point->index) + ": " + cell.headline;
    picture.cells.emplace_back(std::move(cell));
  }
  return picture;
}

std::vector<SweepKey> sweepKeysOf(const Experiment& experiment) {
  std::vector<SweepKey> keys;
  for (const OptimizerChoice& choice : experiment.optimizers) {
    const OptimizerEntry* entry = find(allOptimizers(), choice.name);
    if (!entry || &choice != &experiment.optimizers.front()) continue;
    append(keys, "optimizer", entry->fields, choice.settings);
  }
  const ProblemChoice& problem = experiment.problem;
  if (problem.kind == "network") {
    keys.insert(keys.begin(), {"problem.layers", listOf(problem.network.layers),
                               "Inputs, hidden widths, outputs, as [20, 20, 3]"});
    append(keys, "problem", networkSchema().fields(), networkSchema().write(problem.network));
  } else if (const LandscapeEntry* entry = find(allLandscapes(), problem.name);
             entry && problem.kind == "landscape") {
    append(keys, "problem", entry->fields, problem.settings);
  }
  for (const auto& [name, value] : problem.constants)
    if (problem.kind == "expression")
      keys.push_back({QString::fromStdString("problem.constants." + name), numberText(value, 6),
                      "A constant of the formula"});
  append(keys, "run", runSchema().fields(), runSchema().write(experiment.run));
  return keys;
}

}  // namespace thalweg
