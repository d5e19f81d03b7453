#include "forms/launchcomparison.h"

#include "base/literals.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

class LaunchComparison
{
    Q_DECLARE_TR_FUNCTIONS(LaunchComparison)

public:
    LaunchComparison(const LaunchChoices &choices, const operations::LaunchRequest &request)
        : m_choices(choices)
        , m_request(request)
        , m_was(*choices.facts().original)
    {}

    std::vector<LaunchDifference> rows(const std::optional<operations::FloatingIpMove> &address) &&
    {
        add(tr("Name"), m_was.name, m_request.server.name);
        addFields();
        addAddresses(address);
        addVolumes();
        const QString metadata = m_request.server.metadata.keys().join(", "_L1);
        add(tr("Metadata"), metadata, metadata);
        //: In place of a value of the original or of the new instance.
        m_rows.push_back({tr("User data"), tr("not known"),
                          m_request.server.userData.isEmpty()
                              ? tr("none: the cloud does not return it")
                              : tr("as entered below"),
                          true});
        return std::move(m_rows);
    }

private:
    void add(const QString &what, const QString &original, const QString &fresh)
    {
        m_rows.push_back({what, original.isEmpty() ? u"–"_s : original,
                          fresh.isEmpty() ? u"–"_s : fresh, original != fresh});
    }

    void addFields()
    {
        const LaunchFacts &facts = m_choices.facts();
        for (const LaunchField &field : m_choices.fields()) {
            if (field.key == "ports"_L1)
                continue; // the original has its own, which the line of the ports counts
            const QString fresh = field.names(facts, m_choices.chosen(field.key));
            add(QString(field.label).remove(u'&'), field.names(facts, field.original(facts)),
                fresh.isEmpty() ? field.none : fresh);
        }
    }

    void addAddresses(const std::optional<operations::FloatingIpMove> &address)
    {
        QStringList addresses;
        for (const openstack::ServerAddress &one : m_was.addresses) {
            if (!one.floating)
                addresses += one.address;
        }
        add(tr("IP addresses"), addresses.join(", "_L1),
            tr("new ones; the original keeps its own"));
        add(tr("Ports"), QString::number(m_choices.facts().ports.size()),
            tr("%1 new, with new MAC addresses").arg(m_request.server.networkIds.size()));
        if (!address)
            return;
        const bool moves = m_request.floatingIp && m_request.floatingIp->takesFromAnother();
        add(tr("Floating IP"), address->address,
            moves ? tr("moved here once it is running") : tr("none; stays with the original"));
    }

    void addVolumes()
    {
        if (m_request.volumeNames.isEmpty())
            return;
        const store::CloudStores &stores = m_choices.facts().stores;
        QStringList volumes;
        for (const openstack::AttachedVolume &attached : m_was.volumes) {
            const auto volume = stores.volumes.find(attached.id);
            volumes += volume && !volume->name.isEmpty() ? volume->name : attached.id;
        }
        volumes.sort();
        QStringList fresh = m_request.volumeNames.values();
        fresh.sort();
        add(tr("Volumes"), volumes.join(", "_L1), fresh.join(", "_L1));
    }

    const LaunchChoices &m_choices;
    const operations::LaunchRequest &m_request;
    const openstack::Server &m_was;
    std::vector<LaunchDifference> m_rows;
};

} // namespace

std::vector<LaunchDifference>
launchDifferences(const LaunchChoices &choices, const operations::LaunchRequest &request,
                  const std::optional<operations::FloatingIpMove> &address)
{
    if (!choices.facts().original)
        return {};
    return LaunchComparison(choices, request).rows(address);
}

} // namespace oriel::forms
