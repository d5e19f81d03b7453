#pragma once

#include "forms/launchfault.h"
#include "openstack/compute/createserver.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QMap>

#include <vector>

namespace oriel::forms {

/// What few new instances need: a description, tags, metadata, user data, a configuration drive, a
/// password.
struct LaunchDetails
{
    Q_DECLARE_TR_FUNCTIONS(LaunchDetails)

public:
    QString description;
    QString tags;                    ///< separated by commas
    QMap<QString, QString> metadata; ///< in addition to the original's
    QString oddMetadata;             ///< a part of its text that is not "key=value"
    QByteArray userData;
    bool configDrive = false;
    QString password; ///< of the administrator, as typed; empty: the cloud makes one

    /// That of a request.
    [[nodiscard]] static LaunchDetails of(const openstack::CreateServer &server);
    void applyTo(openstack::CreateServer &server) const;

    /// "key=value", separated by commas.
    [[nodiscard]] QString metadataText() const;
    void setMetadataText(const QString &text);
    /// The size of the user data, and what is wrong with it or what it is, in a sentence; empty:
    /// there is none.
    [[nodiscard]] QString userDataText() const;
    [[nodiscard]] std::vector<LaunchFault> faults() const;

    bool operator==(const LaunchDetails &) const = default;

private:
    [[nodiscard]] QStringList tagList() const;
    [[nodiscard]] QString userDataProblem() const;
};

} // namespace oriel::forms
