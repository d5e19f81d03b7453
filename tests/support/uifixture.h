#pragma once

#include "base/literals.h"
#include "ui/theme/theme.h"
#include "ui/uicontext.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtWidgets/QApplication>

namespace oriel::test {

/// What pages and dialogs need besides a client and its stores: temporary settings, and a theme.
struct UiFixture
{
    UiFixture(net::ApiClient &client, store::CloudStores &stores,
              operations::OperationCenter &operations, Clock &clock,
              ui::Theme::Scheme scheme = ui::Theme::Scheme::Light)
        : theme(*qApp, scheme)
        , context{client, stores,   operations, clock,
                  theme,  settings, u"demo"_s,  {u"member"_s, u"reader"_s}}
    {}

    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"oriel.ini"_s), QSettings::IniFormat};
    ui::Theme theme;
    ui::UiContext context;
};

} // namespace oriel::test
