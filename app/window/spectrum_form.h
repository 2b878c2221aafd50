/// Of which matrix spectra are kept, and at which steps beside every so many.
#pragma once

#include <QWidget>

#include "app/model/document.h"
#include "core/base/settings.h"

namespace thalweg {

class SettingsForm;

class SpectrumForm : public QWidget {
  Q_OBJECT
 public:
  explicit SpectrumForm(Document& document, QWidget* parent = nullptr);
  void refresh();

 private:
  void edited(const QString& key, const Value& value);
  Document& m_document;
  SettingsForm* m_form;
};

}  // namespace thalweg
