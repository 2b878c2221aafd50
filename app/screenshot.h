/// A picture of what the window would show, made without a person: for papers, for the manual, for
/// tests.
#pragma once

#include <QSize>
#include <QString>

class QApplication;
class QCommandLineParser;

namespace thalweg {

struct ScreenshotRequest {
  QString out, file, view = "window", chart = "loss";
  bool chartAsked = false;  // else the arrangement's own
  QSize size{1440, 900};
  bool dark = false;
  int step = -1;  // -1: the file's own, else the last one
};

/// Reads the options; the sentence that says which is wrong.
QString readRequest(const QCommandLineParser& parser, const QString& file,
                    ScreenshotRequest& request);

/// Opens the experiment, waits until nothing is computed any more, writes the picture. The exit
/// status of the program.
int takeScreenshot(QApplication& application, const ScreenshotRequest& request);

}  // namespace thalweg
