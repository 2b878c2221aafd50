/// Calling thalweg-cli as a person would, in a folder of its own, and reading what it wrote.
#pragma once

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/text.h"

namespace cli {

struct Answer {
  int status = -1;
  QByteArray out, err;
};

/// A file of comma-separated cells with a header.
struct Csv {
  QStringList columns;
  QList<QStringList> rows;

  explicit Csv(const QByteArray& bytes) {
    QStringList lines = QString::fromUtf8(bytes).split('\n');
    if (lines.isEmpty() || !lines.takeLast().isEmpty())
      qFatal("the table does not end with a line end");
    columns = lines.takeFirst().split(',');
    for (const QString& line : lines) {
      rows << line.split(',');
      if (rows.last().size() != columns.size())
        qFatal("cells and columns differ: %s", qPrintable(line));
    }
  }
  QString text(qsizetype row, const QString& column) const {
    const qsizetype at = columns.indexOf(column);
    if (at < 0) qFatal("no column %s", qPrintable(column));
    return rows[row][at];
  }
  double number(qsizetype row, const QString& column) const {
    const auto value = thalweg::numberFrom(text(row, column).toStdString());
    return value ? *value : std::nan("");
  }
};

/// A fresh folder in which the program is called.
class Place {
 public:
  QString path(const QString& name) const { return m_folder.filePath(name); }
  bool has(const QString& name) const { return QFile::exists(path(name)); }
  void write(const QString& name, const QByteArray& bytes) const {
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
      qFatal("can not write %s", qPrintable(name));
  }
  QByteArray read(const QString& name) const {
    QFile file(path(name));
    if (!file.open(QIODevice::ReadOnly)) qFatal("missing %s", qPrintable(name));
    return file.readAll();
  }
  Csv csv(const QString& name) const { return Csv(read(name)); }
  QJsonObject json(const QString& name) const {
    return QJsonDocument::fromJson(read(name)).object();
  }
  QStringList entries(const QString& name = ".") const {
    return QDir(path(name))
        .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
  }

  void start(QProcess& process, const QStringList& words) const {
    process.setWorkingDirectory(m_folder.path());
    process.start(QStringLiteral(THALWEG_APP_DIR "/thalweg-cli"), words);
    if (!process.waitForStarted()) qFatal("thalweg-cli does not start");
  }
  Answer call(const QStringList& words) const {
    QProcess process;
    start(process, words);
    if (!process.waitForFinished(60000)) qFatal("thalweg-cli does not end");
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            process.readAllStandardOutput(), process.readAllStandardError()};
  }

 private:
  QTemporaryDir m_folder;
};

}  // namespace cli
