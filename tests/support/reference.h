/// Reading the oracle tables under tests/data.
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <cmath>

namespace reference {

inline QString path(const QString& name) { return QStringLiteral(THALWEG_TEST_DATA "/") + name; }

inline QJsonDocument json(const QString& name) {
  QFile file(path(name));
  if (!file.open(QIODevice::ReadOnly)) qFatal("missing %s", qPrintable(file.fileName()));
  return QJsonDocument::fromJson(file.readAll());
}

/// A CSV with a header: each row as column -> text.
class Table {
 public:
  explicit Table(const QString& name) {
    QFile file(path(name));
    if (!file.open(QIODevice::ReadOnly)) qFatal("missing %s", qPrintable(file.fileName()));
    m_columns = QString::fromUtf8(file.readLine()).trimmed().split(',');
    while (!file.atEnd()) m_rows << QString::fromUtf8(file.readLine()).trimmed().split(',');
  }
  qsizetype size() const { return m_rows.size(); }
  QString text(qsizetype row, const QString& column) const {
    return m_rows[row][m_columns.indexOf(column)];
  }
  double number(qsizetype row, const QString& column) const {
    const QString cell = text(row, column);
    return cell.isEmpty() ? std::nan("") : cell.toDouble();
  }

 private:
  QStringList m_columns;
  QList<QStringList> m_rows;
};

}  // namespace reference
