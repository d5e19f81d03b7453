#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumegroup.h"
#include "openstack/blockstorage/volumegrouptype.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/volumeattachment.h"
#include "operations/actions/actions.h"
#include "support/democloudfixture.h"
#include "support/modelfixture.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Action;
using operations::Situation;

namespace {

enum class Which { Free, Grouped, Attached };

/// The statuses of a volume in which the cloud accepts an action that uses it: what
/// cinder/volume/api.py, cinder/group/api.py, cinder/backup/api.py and cinder/transfer/api.py check
/// before they do anything.
struct CinderRule
{
    QString key;          ///< of Oriel's action
    Which volume;         ///< "in a group", or "attached" in every status; otherwise by its status
    QStringList accepts;  ///< statuses
    QStringList withheld; ///< of those: Oriel waits until the volume is available
    QJsonArray request;   ///< method, path and body
};

/// fixtures/cinderrules.json
struct CinderRules
{
    QStringList statuses; ///< VolumeStatus in cinder/objects/fields.py, and those it lacks
    std::vector<CinderRule> rules;
};

QStringList texts(const QJsonValue &array)
{
    return array.toVariant().toStringList();
}

CinderRules readRules()
{
    QFile file(QStringLiteral(ORIEL_FIXTURES "/cinderrules.json"));
    const QJsonObject whole = file.open(QIODevice::ReadOnly)
                                  ? QJsonDocument::fromJson(file.readAll()).object()
                                  : QJsonObject();
    CinderRules read{texts(whole.value(u"statuses")), {}};
    const QJsonArray rules = whole.value(u"rules").toArray();
    for (const auto &one : rules) {
        const QString volume = one[u"volume"].toString();
        QStringList accepts = texts(one[u"accepts"]);
        if (one[u"refuses"].isArray()) {
            const QStringList refused = texts(one[u"refuses"]);
            accepts = read.statuses;
            accepts.removeIf([&](const QString &status) { return refused.contains(status); });
        }
        read.rules.push_back({one[u"action"].toString(),
                              volume == "in a group"_L1 ? Which::Grouped
                              : volume == "attached"_L1 ? Which::Attached
                                                        : Which::Free,
                              accepts, texts(one[u"not_offered"]), one[u"request"].toArray()});
    }
    return read;
}

const CinderRules &cinder()
{
    static const CinderRules rules = readRules();
    return rules;
}

void addRules()
{
    QTest::addColumn<int>("at");
    for (std::size_t i = 0; i < cinder().rules.size(); ++i) {
        const CinderRule &rule = cinder().rules[i];
        const QString name =
            rule.volume == Which::Grouped ? rule.key + u", in a group"_s : rule.key;
        QTest::newRow(qPrintable(name)) << static_cast<int>(i);
    }
}

/// Whether a volume is attached in this status.
bool isAttached(const CinderRule &rule, const QString &status)
{
    return rule.volume == Which::Attached || status == "in-use"_L1 || status == "detaching"_L1;
}

/// A volume for which nothing but its status stands in the way of the action.
openstack::Volume volumeFor(const CinderRule &rule, const QString &status)
{
    openstack::Volume volume;
    volume.id = u"v1"_s;
    volume.name = u"data"_s;
    volume.status = status;
    volume.sizeGiB = 5;
    volume.bootable = rule.key != "make-volume-bootable"_L1;
    if (rule.key == "make-volume-writable"_L1)
        volume.metadata = {{u"readonly"_s, u"True"_s}};
    if (rule.volume == Which::Grouped)
        volume.groupId = u"g1"_s;
    if (isAttached(rule, status))
        volume.attachments = {{u"s1"_s, u"/dev/vdb"_s}};
    return volume;
}

/// What else the actions read.
void addOthers(store::CloudStores &stores)
{
    openstack::Server server = test::makeServer(1);
    server.id = u"s1"_s;
    server.imageId = u"i1"_s;
    server.vmState = u"active"_s;
    server.launched = server.created;
    server.volumes = {{u"v1"_s, false}};
    stores.servers.upsert({server});
    openstack::VolumeSnapshot snapshot;
    snapshot.id = u"n1"_s;
    snapshot.volumeId = u"v1"_s;
    snapshot.status = u"available"_s;
    snapshot.sizeGiB = 5;
    stores.volumeSnapshots.upsert({snapshot});
    openstack::Backup backup;
    backup.id = u"b1"_s;
    backup.volumeId = u"v1"_s;
    backup.status = u"available"_s;
    backup.sizeGiB = 5;
    stores.of<openstack::Backup>().upsert({backup});
}

/// Why a resource cannot be chosen in a field of the action; empty: it can.
QString whyNotChosen(const Action &action, const QString &field, const Situation &situation,
                     const QString &id, const QString &value)
{
    const auto found = std::ranges::find(action.fields, field, &operations::Field::key);
    if (found == action.fields.end())
        return u"There is no such field."_s;
    for (const auto &option : found->options(situation, id)) {
        if (option.value == value)
            return option.problem;
    }
    return u"It is not among the choices."_s;
}

/// Why Oriel does not let the user do it with the volume; empty: it does.
QString whyNot(const CinderRule &rule, const Situation &situation)
{
    if (rule.key == "create-new-volume"_L1)
        return whyNotChosen(*operations::actionNamed(rule.key), u"contents"_s, situation, {},
                            u"volume:v1"_s);
    if (rule.key == "overwrite-volume"_L1)
        return whyNotChosen(*operations::actionNamed(rule.key), u"volume"_s, situation, u"b1"_s,
                            u"v1"_s);
    if (rule.key == "revert-volume"_L1)
        return operations::actionNamed(rule.key)->obstacle(situation, u"n1"_s);
    for (const Action &action : operations::actions()) {
        if (action.key == rule.key && action.kind == Kind::Volume)
            return action.obstacle(situation, u"v1"_s);
    }
    return u"There is no such action."_s;
}

/// The request of a rule, with its placeholders filled in.
struct RuleRequest
{
    using Value = Nothing;

    QJsonArray parts{};
    QHash<QString, QString> places{};

    [[nodiscard]] net::Request request() const
    {
        net::Request made;
        const QString method = parts.at(0).toString();
        made.method = method == "POST"_L1     ? net::Method::Post
                      : method == "PUT"_L1    ? net::Method::Put
                      : method == "DELETE"_L1 ? net::Method::Delete
                                              : net::Method::Get;
        made.path = filled(parts.at(1).toString());
        const bool isCompute = made.path.startsWith(u"/servers"_s);
        made.service = isCompute ? net::Service::Compute : net::Service::BlockStorage;
        made.microversions = isCompute ? net::MicroversionRange{{2, 79}, {2, 88}}
                                       : net::MicroversionRange{{3, 42}, {3, 70}};
        if (parts.size() > 2)
            made.body =
                filled(QString::fromUtf8(QJsonDocument(parts.at(2).toObject()).toJson())).toUtf8();
        return made;
    }
    [[nodiscard]] static Result<Nothing> decode(const net::Answer &) { return Nothing(); }

private:
    [[nodiscard]] QString filled(QString text) const
    {
        for (auto place = places.begin(); place != places.end(); ++place)
            text.replace(u'<' + place.key() + u'>', place.value());
        return text;
    }
};

/// The demo cloud with volumes whose status an administrator sets.
class RuledCloud
{
public:
    explicit RuledCloud(const CinderRule &rule) : m_rule(rule)
    {
        const openstack::Server server = m_cloud.server(u"files-1"_s);
        m_attached = server.volumes.back().id;
        m_places = {
            {u"server"_s, server.id},
            {u"flavor"_s, m_cloud.get(openstack::List<openstack::Flavor>{}).items.front().id}};
        openstack::List<openstack::Backup> backups;
        backups.filters.insert(u"status"_s, u"available"_s);
        const auto all = m_cloud.get(backups).items;
        const auto smallest = std::ranges::min_element(all, {}, &openstack::Backup::sizeGiB);
        m_places.insert(u"backup"_s, smallest->id);
        m_size = std::max(1, smallest->sizeGiB);
        if (rule.key == "set-volume-group"_L1 || rule.volume == Which::Grouped) {
            const auto types = m_cloud.get(openstack::List<openstack::VolumeGroupType>{}).items;
            m_group = m_cloud.get(openstack::CreateVolumeGroup{
                .name = u"of it"_s, .type = types.front().id, .volumeTypes = {u"standard"_s}});
            m_places.insert(u"group"_s, m_group);
            settle();
        }
        makeFree();
    }

    /// What the cloud answers in this status: nothing if it accepts.
    std::optional<Error> ask(const QString &status)
    {
        const bool attached = isAttached(m_rule, status);
        const QString id = attached ? m_attached : m_free;
        if (m_rule.volume == Which::Grouped)
            putIntoGroup(id);
        m_places.insert(u"volume"_s, id);
        setStatus(id, status);
        std::optional<Error> error = send({m_rule.request, m_places});
        if (error)
            return error;
        settle();
        if (m_rule.volume == Which::Attached) {
            m_cloud.get(
                openstack::AttachVolume{.serverId = m_places.value(u"server"_s), .volumeId = id});
            settle();
        } else if (!attached) {
            makeFree(); // it may be gone, or attached
        }
        return std::nullopt;
    }

private:
    void settle()
    {
        m_cloud.pump([] { return false; }, std::chrono::minutes(1));
    }

    void setStatus(const QString &id, const QString &status)
    {
        m_cloud.get(openstack::Act<openstack::Volume>{id, u"os-reset_status"_s,
                                                      QJsonObject{{u"status"_s, status}}});
    }

    std::optional<Error> send(RuleRequest request)
    {
        std::optional<Result<Nothing>> answer;
        m_cloud.client->call(std::move(request)).then(&m_cloud.clockContext, [&](auto result) {
            answer.emplace(std::move(result));
        });
        if (!m_cloud.pump([&] { return answer.has_value(); }))
            qFatal("no answer");
        return answer->ok() ? std::nullopt : std::optional(answer->error());
    }

    /// A volume that can boot, with a snapshot if the rule is about that.
    void makeFree()
    {
        m_free = m_cloud
                     .get(openstack::CreateVolume{
                         .name = u"statuses"_s, .sizeGiB = m_size, .volumeType = u"standard"_s})
                     .id;
        settle();
        m_cloud.get(openstack::Act<openstack::Volume>{m_free, u"os-set_bootable"_s,
                                                      QJsonObject{{u"bootable"_s, true}}});
        if (m_rule.key != "revert-volume"_L1)
            return;
        const auto snapshot =
            m_cloud.get(openstack::CreateVolumeSnapshot{.volumeId = m_free, .name = u"of it"_s});
        m_places.insert(u"snapshot"_s, snapshot.id);
        settle();
    }

    void putIntoGroup(const QString &id)
    {
        if (!m_cloud.get(openstack::Get<openstack::Volume>{id}).groupId.isEmpty())
            return;
        setStatus(id, id == m_attached ? u"in-use"_s : u"available"_s);
        m_cloud.get(openstack::ChangeVolumeGroup{.id = m_group, .added = {id}});
        settle();
    }

    const CinderRule &m_rule;
    test::DemoCloudFixture m_cloud{u"operator"_s, u"operator"_s};
    QHash<QString, QString> m_places;
    QString m_attached;
    QString m_free;
    QString m_group;
    int m_size = 1;
};

} // namespace

/// Oriel offers exactly what Cinder accepts: every action that uses a volume, in every status.
class TestVolumeConditions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asCinder_data() { addRules(); }
    void asCinder();
    void theDemoCloudDoesTheSame_data() { addRules(); }
    void theDemoCloudDoesTheSame();
    void everyActionHasARule();
    void whatIsInErrorLeavesItsGroup();
};

void TestVolumeConditions::asCinder()
{
    QFETCH(const int, at);
    const CinderRule &rule = cinder().rules[static_cast<std::size_t>(at)];
    test::ModelFixture cloud;
    addOthers(cloud.stores);
    QStringList wrong;
    for (const QString &status : cinder().statuses) {
        cloud.stores.volumes.upsert({volumeFor(rule, status)});
        const QString why = whyNot(rule, {cloud.stores, {u"admin"_s}});
        const bool offered = rule.accepts.contains(status) && !rule.withheld.contains(status);
        if (why.isEmpty() != offered)
            wrong.append(u"%1: “%2”"_s.arg(status, why));
        QVERIFY2(why.isEmpty() || (why.endsWith(u'.') && !why.contains(u'%')), qPrintable(why));
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u"; "_s)));
}

/// Otherwise the other tests, which run on it, prove nothing.
void TestVolumeConditions::theDemoCloudDoesTheSame()
{
    QFETCH(const int, at);
    const CinderRule &rule = cinder().rules[static_cast<std::size_t>(at)];
    RuledCloud cloud(rule);
    QStringList wrong;
    for (const QString &status : cinder().statuses) {
        if (rule.withheld.contains(status))
            continue; // Oriel never asks for it
        const std::optional<Error> error = cloud.ask(status);
        const bool accepts = rule.accepts.contains(status);
        const bool isRight =
            accepts ? !error : error && (error->httpStatus == 400 || error->httpStatus == 409);
        if (!isRight)
            wrong.append(u"%1: %2 “%3”"_s.arg(status,
                                              QString::number(error ? error->httpStatus : 0),
                                              error ? error->message : QString()));
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u"; "_s)));
}

/// Of those on volumes, unless the status does not decide: then the reason is here.
void TestVolumeConditions::everyActionHasARule()
{
    const QSet<QString> otherwise{
        // The volume is in another project, and needs no status here.
        u"accept-volume-transfer"_s,
        // Cinder deletes a transfer whatever the status of its volume is.
        u"cancel-volume-transfer"_s,
        // Only Nova is asked, for which the status does not matter.
        u"set-volume-deletion"_s,
    };
    QSet<QString> ruled;
    for (const CinderRule &rule : cinder().rules)
        ruled.insert(rule.key);
    for (const Action &action : operations::actions()) {
        if (!action.isOfferedFor(Kind::Volume))
            continue;
        QVERIFY2(ruled.contains(action.key) != otherwise.contains(action.key),
                 qPrintable(action.key));
    }
}

/// So that it can be deleted. It cannot join another one.
void TestVolumeConditions::whatIsInErrorLeavesItsGroup()
{
    test::DemoCloudFixture cloud(u"operator"_s, u"operator"_s);
    const auto groupType = cloud.get(openstack::List<openstack::VolumeGroupType>{}).items.front();
    QStringList groups;
    for (const QString &name : {u"old"_s, u"other"_s})
        groups.append(cloud.get(openstack::CreateVolumeGroup{
            .name = name, .type = groupType.id, .volumeTypes = {u"standard"_s}}));
    const auto made = cloud.get(
        openstack::CreateVolume{.name = u"broken"_s, .sizeGiB = 1, .volumeType = u"standard"_s});
    const auto settle = [&cloud] {
        cloud.pump([] { return false; }, std::chrono::minutes(1));
    };
    settle();
    cloud.get(openstack::ChangeVolumeGroup{.id = groups.front(), .added = {made.id}});
    settle();
    cloud.get(openstack::Act<openstack::Volume>{made.id, u"os-reset_status"_s,
                                                QJsonObject{{u"status"_s, u"error"_s}}});
    const auto load = [&] {
        cloud.stores->volumes.upsert({cloud.get(openstack::Get<openstack::Volume>{made.id})});
        cloud.stores->of<openstack::VolumeGroup>().upsert(
            cloud.get(openstack::List<openstack::VolumeGroup>{}).items);
    };
    load();
    const Situation now{*cloud.stores, {}, &cloud.center, cloud.clock.now()};
    const Action &deletion = *operations::actionNamed(u"delete-volume");
    const Action &change = *operations::actionNamed(u"set-volume-group");
    const auto ways = operations::remediesOf(deletion, now, made.id);
    QCOMPARE(ways.size(), std::size_t{1});
    QCOMPARE(ways.front().action, &change);
    QVERIFY(change.problem(now, made.id, {{u"group"_s, groups.back()}}).contains(u"in error"_s));
    const operations::Values values{{u"group"_s, u"none"_s}};
    QCOMPARE(change.problem(now, made.id, values), QString());
    const auto *operation = cloud.center.start(
        operations::actOn(cloud.context(), change.key, {Kind::Volume, made.id, made.name},
                          change.complete(*cloud.stores, made.id, values)));
    cloud.pump([&] { return operation->outcome() != operations::Outcome::Running; });
    QCOMPARE(operation->outcome(), operations::Outcome::Succeeded);
    load();
    QCOMPARE(deletion.obstacle(now, made.id), QString());
}

QTEST_GUILESS_MAIN(TestVolumeConditions)
#include "tst_volumeconditions.moc"
