#pragma once

class QCoreApplication;

namespace oriel::app {

/// Installs the translation for the person's language, as far as there is one, and else the English
/// one, which holds the plural forms.
void loadTranslations(QCoreApplication &application);

} // namespace oriel::app
