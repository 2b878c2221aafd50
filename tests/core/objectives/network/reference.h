/// Reading of the reference numbers in tests/data that concern networks.
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtGlobal>
#include <limits>
#include <map>
#include <memory>
#include <string>

#include "core/objectives/data/dataset.h"
#include "core/objectives/network/network.h"

namespace thalweg::reference {

inline QByteArray bytesOf(const QString& path) {
  QFile file(QStringLiteral(THALWEG_TEST_DATA "/") + path);
  if (!file.open(QIODevice::ReadOnly)) qFatal("%s can not be read", qPrintable(path));
  return file.readAll();
}

inline std::vector<QJsonObject> cases(const QString& folder) {
  std::vector<QJsonObject> all;
  for (const QJsonValue value :
       QJsonDocument::fromJson(bytesOf(folder + "/cases.json")).object()["cases"].toArray())
    all.push_back(value.toObject());
  return all;
}

/// The columns of a CSV by name; an empty cell is NaN.
inline std::map<QString, Vec> columns(const QString& path) {
  const QList<QByteArray> lines = bytesOf(path).trimmed().split('\n');
  const QList<QByteArray> names = lines[0].trimmed().split(',');
  std::map<QString, Vec> table;
  for (qsizetype j = 0; j < names.size(); ++j)
    table[names[j]] = Vec::Constant(lines.size() - 1, std::numeric_limits<double>::quiet_NaN());
  for (qsizetype i = 1; i < lines.size(); ++i) {
    const QList<QByteArray> cells = lines[i].trimmed().split(',');
    for (qsizetype j = 0; j < names.size(); ++j)
      if (!cells[j].isEmpty()) table[names[j]][i - 1] = cells[j].toDouble();
  }
  return table;
}

/// The network of a case, on the data set it names (scaled by its default) and its first `rows`
/// rows.
inline std::shared_ptr<const NetworkObjective> network(const QJsonObject& c, Index rows = 0,
                                                       const std::string& precision = "float64") {
  const auto table = loadTable(c["dataset"].toString().toStdString());
  const auto data =
      makeDataset(table->table, table->name, {.scaling = table->scaling, .samples = rows});
  NetworkSpec spec{.activation = c["activation"].toString().toStdString(),
                   .loss = c["loss_kind"].toString() == "ce" ? "cross-entropy" : "mse",
                   .precision = precision};
  for (const QJsonValue width : c["sizes"].toArray()) spec.layers.push_back(width.toInt());
  const auto made = makeNetwork(spec, *data);
  if (!made) qFatal("%s", made.error().what.c_str());
  return *made;
}

inline double relative(const Vec& got, const Vec& expected) {
  return (got - expected).norm() / expected.norm();
}

}  // namespace thalweg::reference
