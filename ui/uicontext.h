#pragma once

#include "base/clock.h"
#include "forms/cloudoptions.h"

#include <QtCore/QSettings>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <functional>

namespace oriel::net {
class ApiClient;
}
namespace oriel::operations {
class OperationCenter;
class Schedules;
} // namespace oriel::operations
namespace oriel::store {
class CloudStores;
}

namespace oriel::ui {

class Theme;

/// What every page receives: one signed-in scope and what the window shares. All must outlive the
/// page; pages are recreated when the scope changes.
struct UiContext
{
    net::ApiClient &client;
    store::CloudStores &stores;
    operations::OperationCenter &operations;
    Clock &clock;
    Theme &theme;
    QSettings &settings; ///< column widths, sort order, window geometry; never secrets
    QString userName;
    QStringList roles;                          ///< from the token; a reader cannot change anything
    operations::Schedules *schedules = nullptr; ///< of this scope; null: nothing can be scheduled
    forms::CloudOptions cloudOptions{};         ///< of orielctl, for this scope
    /// The network from which this computer reaches the cloud: "192.168.1.0/24"; empty: unknown.
    std::function<QString()> ownNetwork = [] {
        return QString();
    };
    QString userId{}; ///< from the token
};

} // namespace oriel::ui
