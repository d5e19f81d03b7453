#pragma once

#include "forms/launchfields.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

namespace oriel::forms {

/// What is chosen in the fields of a launch, and what is proposed until the user chooses. GUI
/// thread.
class LaunchChoices
{
public:
    LaunchChoices(const store::CloudStores &stores, store::Row<openstack::Server> original);

    /// What the fields know, apart from the stores.
    [[nodiscard]] const LaunchFacts &facts() const { return m_facts; }
    [[nodiscard]] LaunchFacts &facts() { return m_facts; }
    [[nodiscard]] const std::vector<LaunchField> &fields() const { return m_fields; }
    [[nodiscard]] const LaunchField &field(QStringView key) const;

    [[nodiscard]] std::vector<LaunchOption> options(const LaunchField &field) const;
    /// The IDs; empty: nothing, or not known yet.
    [[nodiscard]] QStringList chosen(QStringView key) const;
    /// The first one.
    [[nodiscard]] QString one(QStringView key) const { return chosen(key).value(0); }
    [[nodiscard]] bool isChosen(QStringView key) const { return m_chosen.contains(key.toString()); }
    /// For a list, adds or removes `id`; otherwise sets the choice. Returns whether this changes
    /// something.
    bool choose(const LaunchField &field, const QString &id, bool chosen = true);

    /// Proposes what is known where nothing is chosen.
    void propose();
    /// What the user has not chosen is proposed again.
    void forgetProposals();
    /// Enters what a request has, as if by the user.
    void adopt(const openstack::CreateServer &server);
    void applyTo(openstack::CreateServer &server) const;

private:
    std::vector<LaunchField> m_fields;
    LaunchFacts m_facts;
    QHash<QString, QStringList> m_chosen; ///< by field key; fields without an entry are proposed
    QSet<QString> m_byUser;               ///< the keys of those that are not proposals
};

} // namespace oriel::forms
