#pragma once

#include "app/ctl/command.h"
#include "openstack/api.h"
#include "operations/operationtypes.h"

#include <QtCore/QJsonObject>

#include <functional>

namespace oriel::ctl {

/// A command "… show" of one resource with all that its service says about it, in the layout of
/// `openstack`.
struct ShowSpec
{
    QStringList words; ///< "volume show"
    QString operand;
    QString summary;
    QString failed; ///< "The volume could not be shown."
    openstack::Collection api;
    /// Returns the ID for a name or an ID.
    std::function<void(net::ApiClient &, const QString &nameOrId, QObject *context,
                       const std::function<void(Result<QString>)> &then)>
        find;
    std::function<Details(const QJsonObject &)> layout;
};

/// The command itself.
[[nodiscard]] CommandEntry showEntry(const ShowSpec &spec);

/// ShowSpec::find by one of the functions in find.h.
template <typename T>
[[nodiscard]] auto findBy(void (*find)(net::ApiClient &, const QString &, QObject *,
                                       std::function<void(Result<T>)>))
{
    return [find](net::ApiClient &client, const QString &nameOrId, QObject *context,
                  const std::function<void(Result<QString>)> &then) {
        find(client, nameOrId, context, [then](const Result<T> &row) {
            if (row.ok())
                then(openstack::idOf(row.value()));
            else
                then(row.error());
        });
    };
}

/// All fields in the order of their names, without links. Metadata is called properties there.
[[nodiscard]] Details plainLayout(const QJsonObject &object);

} // namespace oriel::ctl
