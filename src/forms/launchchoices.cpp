#include "forms/launchchoices.h"

#include <algorithm>

namespace oriel::forms {

LaunchChoices::LaunchChoices(const store::CloudStores &stores,
                             store::Row<openstack::Server> original)
    : m_fields(launchFields())
    , m_facts{stores, std::move(original)}
{}

const LaunchField &LaunchChoices::field(QStringView key) const
{
    return *std::ranges::find_if(m_fields,
                                 [key](const LaunchField &field) { return field.key == key; });
}

std::vector<LaunchOption> LaunchChoices::options(const LaunchField &field) const
{
    const QStringList chosen = m_chosen.value(field.key);
    std::vector<LaunchOption> options = field.options(m_facts, chosen);
    if (!field.isList() && !field.required)
        options.insert(options.begin(), {{}, field.prompt, chosen.isEmpty()});
    for (LaunchOption &option : options)
        option.chosen = option.chosen || chosen.contains(option.id);
    return options;
}

QStringList LaunchChoices::chosen(QStringView key) const
{
    return m_chosen.value(key.toString());
}

bool LaunchChoices::choose(const LaunchField &field, const QString &id, bool chosen)
{
    QStringList ids = field.isList() ? m_chosen.value(field.key) : QStringList();
    if (!chosen)
        ids.removeAll(id);
    else if (!id.isEmpty() && !ids.contains(id))
        ids.append(id);
    if (m_chosen.contains(field.key) && m_chosen.value(field.key) == ids)
        return false;
    m_chosen.insert(field.key, ids);
    m_byUser.insert(field.key);
    return true;
}

void LaunchChoices::propose()
{
    for (const LaunchField &field : m_fields) {
        if (m_chosen.contains(field.key))
            continue;
        const std::optional<QStringList> proposed = field.proposal     ? field.proposal(m_facts)
                                                    : m_facts.original ? field.original(m_facts)
                                                                       : QStringList();
        if (proposed)
            m_chosen.insert(field.key, *proposed);
    }
}

void LaunchChoices::forgetProposals()
{
    m_chosen.removeIf([this](const auto &entry) { return !m_byUser.contains(entry.key()); });
}

void LaunchChoices::adopt(const openstack::CreateServer &server)
{
    for (const LaunchField &field : m_fields) {
        m_chosen.insert(field.key, field.valueIn(server));
        m_byUser.insert(field.key);
    }
}

void LaunchChoices::applyTo(openstack::CreateServer &server) const
{
    for (const LaunchField &field : m_fields)
        field.setValue(server, m_chosen.value(field.key));
}

} // namespace oriel::forms
