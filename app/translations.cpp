#include "app/translations.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtCore/QTranslator>

using namespace Qt::StringLiterals;

namespace oriel::app {

void loadTranslations(QCoreApplication &application)
{
    auto *translator = new QTranslator(&application);
    if (translator->load(QLocale(), u"oriel"_s, u"_"_s, u":/i18n"_s) ||
        translator->load(u":/i18n/oriel_en.qm"_s))
        QCoreApplication::installTranslator(translator);
    else
        delete translator;
}

} // namespace oriel::app
