// thalweg: the window.
#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QSettings>
#include <cstdio>

#include "app/screenshot.h"
#include "app/window/main_window.h"
#include "widgets/theme/style.h"

namespace {

int refuse(const QString& sentence) {
  std::fprintf(stderr, "thalweg: %s\n", qPrintable(sentence.simplified().left(480)));
  return 2;
}

void addOptions(QCommandLineParser& parser) {
  parser.setApplicationDescription("See how optimizers move.");
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument("FILE", "Experiment to open.", "[FILE.toml]");
  parser.addOption(
      {"screenshot", "Writes a picture of what the window would show, and exits.", "OUT.png"});
  parser.addOption({"size", "Size of the picture, such as 1440x900.", "WxH"});
  parser.addOption({"theme", "light or dark.", "NAME"});
  parser.addOption({"step", "Step shown; the last one without.", "N"});
  parser.addOption(
      {"view",
       "window, surface, contour, chart, spectrum, history, stability, directions, noise "
       "or sweep.",
       "NAME"});
  parser.addOption(
      {"chart", "Which chart: loss, gradient, step, sharpness, drift, accuracy.", "NAME"});
}

}  // namespace

int main(int count, char** words) {
  // OpenGL's Wayland path prints an error at every frame with Debian's VTK: X11 wherever there is
  // one.
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") && !qEnvironmentVariableIsEmpty("DISPLAY"))
    qputenv("QT_QPA_PLATFORM", "xcb");
  QApplication::setOrganizationName("Thalweg");
  QApplication::setApplicationName("thalweg");
  QApplication::setApplicationDisplayName("Thalweg");
  QApplication::setApplicationVersion("0.1.0");
  QApplication application(count, words);
  QCommandLineParser parser;
  addOptions(parser);
  if (!parser.parse(application.arguments())) return refuse(parser.errorText());
  if (parser.isSet("help")) parser.showHelp();
  if (parser.isSet("version")) parser.showVersion();
  if (parser.positionalArguments().size() > 1)
    return refuse("only one experiment can be opened: " + parser.positionalArguments().join(", "));
  const QString file = parser.positionalArguments().value(0);

  if (parser.isSet("screenshot")) {
    thalweg::ScreenshotRequest request;
    const QString problem = readRequest(parser, file, request);
    return problem.isEmpty() ? takeScreenshot(application, request) : refuse(problem);
  }
  const QString theme = parser.value("theme");
  if (!theme.isEmpty() && theme != "light" && theme != "dark")
    return refuse("--theme " + theme + " is not allowed: light, dark");
  const bool dark = theme.isEmpty() ? QSettings().value("dark", false).toBool() : theme == "dark";
  thalweg::applyTheme(application, dark ? thalweg::Theme::darkOne() : thalweg::Theme::light());

  thalweg::MainWindow window;
  if (file.isEmpty()) {
    window.workspace().open(thalweg::presets().front().toml, {});
  } else if (const QString problem = window.workspace().openFile(file); !problem.isEmpty()) {
    return refuse(problem);
  }
  window.restoreLayout();
  window.show();
  window.workspace().begin();
  return application.exec();
}
