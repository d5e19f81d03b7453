#pragma once

class QCoreApplication;

namespace oriel::app {

/// Installs the translation for the user's language if there is one, otherwise the English one,
/// which contains the plural forms.
void loadTranslations(QCoreApplication &application);

} // namespace oriel::app
