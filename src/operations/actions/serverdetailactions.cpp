#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/detailchanges.h"
#include "operations/actions/serverconditions.h"
#include "operations/actions/serverdetails.h"

#include "base/visible.h"
#include "openstack/compute/serverchanges.h"
#include "operations/names.h"
#include "store/snapshotset.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>
#include <QtCore/QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Server;

constexpr qsizetype longestDescription = 255;
constexpr qsizetype longestTag = 60;
constexpr qsizetype mostTags = 50;
constexpr qsizetype mostMetadata = 128; // Nova's default; the quota may differ

class ServerDetailActions
{
    Q_DECLARE_TR_FUNCTIONS(ServerDetailActions)

public:
    static Action describeServer();
    static Action editTags();
    static Action editMetadata();
    static Action addTag();
    static Action setMetadataItem();

private:
    /// Of several instances at once: an indirect action, which `inverse` undoes.
    template <typename Now>
    static Action ofMany(ActionOf<Server> action, QJsonObject (*changes)(const Values &), Now now,
                         const QString &inverse);
    static QString described(const Server &server, const Values &values);
    static QString descriptionProblem(const Situation &, const QString &, const Values &values);
    static ServerCondition condition(bool heedsLock);
    static std::vector<DetailChange<Server>> tagChanges(ActionOperation *operation);
    static std::vector<DetailChange<Server>> metadataChanges(ActionOperation *operation);
    static QString tagsProblem(const Situation &situation, const QString &id, const Values &values);
    static QString metadataProblem(const Situation &situation, const QString &id,
                                   const Values &values);
    static QStringList tagCommand(const QString &target, const Values &values);
};

auto tagNow(const Server &server)
{
    return [&server](const QString &tag) {
        return QJsonValue(server.tags.contains(tag));
    };
}

auto metadataNow(const Server &server)
{
    return [&server](const QString &key) {
        return metadataValue(server, key);
    };
}

/// A lock protects the metadata, but not the tags.
ServerCondition ServerDetailActions::condition(bool heedsLock)
{
    return {.vmStates = {u"active"_s, u"stopped"_s, u"paused"_s, u"suspended"_s},
            .otherwise = tr("You can change this while the instance is running, shut off, paused "
                            "or suspended. This one is %1."),
            .anyTask = true,
            .heedsLock = heedsLock};
}

QString ServerDetailActions::descriptionProblem(const Situation &, const QString &,
                                                const Values &values)
{
    const QString text = values.value("description"_L1).toString();
    if (characters(text) > longestDescription)
        return tr("The description has %1 characters. At most %2 are allowed.")
            .arg(QString::number(characters(text)), QString::number(longestDescription));
    return computeNameFault(u"x"_s + text + u"x"_s, longestDescription + 2) == NameFault::None
               ? QString()
               : tr("The description contains a character that the cloud does not accept there, "
                    "such as a line break, an invisible character or an emoji.");
}

Action ServerDetailActions::describeServer()
{
    return ActionOf<Server>(operations::describeServer,
                            {tr("Edit description…"), tr("Edit the description of “%1”"),
                             tr("The description of “%1” is being changed."),
                             tr("The description of “%1” was changed."),
                             tr("The description of “%1” was not changed."),
                             tr("It is not known whether the description of “%1” was changed.")})
        .summary(tr("Edit the description of an instance"))
        .harmless()
        .inPlace(u"overview/describe-server"_s)
        .needs({u"description"_s})
        .asks({.key = u"description"_s,
               .label = tr("Description"),
               .preset =
                   [](const Situation &situation, const QString &id) {
                       const auto row = situation.stores.servers.find(id);
                       return QJsonValue(row ? row->description : QString());
                   },
               .problem = descriptionProblem})
        .possible([](const Server &, const Situation &) { return QString(); })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            const auto row = stores.servers.find(id);
            values.insert(u"before"_s, row ? row->description : QString());
            return values;
        })
        .undoneBy(
            operations::describeServer,
            [](const Server &server, const Subject &, const Values &sent) -> std::optional<Values> {
                if (server.description != sent.value("description"_L1).toString())
                    return std::nullopt;
                return Values{{u"description"_s, sent.value("before"_L1)}};
            })
        .sends([](const ActionOperation &operation) {
            return openstack::DescribeServer{operation.target().id,
                                             operation.text("description"_L1)};
        })
        .untilItIs([](const Server &server, const Values &values) {
            return server.description == values.value("description"_L1).toString();
        })
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s,
                               u"server"_s,
                               u"set"_s,
                               u"--description"_s,
                               values.value("description"_L1).toString(),
                               target};
        });
}

QString ServerDetailActions::tagsProblem(const Situation &situation, const QString &id,
                                         const Values &values)
{
    const QJsonObject changes = changesIn(values);
    const auto row = situation.stores.servers.find(id);
    QStringList tags = row ? row->tags : QStringList();
    for (auto one = changes.begin(); one != changes.end(); ++one) {
        if (!one.value().toBool()) {
            tags.removeAll(one.key());
            continue;
        }
        if (one.key().trimmed().isEmpty())
            return tr("A tag cannot be empty.");
        if (one.key().contains(u'/') || one.key().contains(u','))
            return tr("The tag “%1” contains “/” or “,”, which the cloud does not accept in a tag.")
                .arg(isolated(one.key()));
        if (one.key() == "."_L1 || one.key() == ".."_L1)
            return tr("“%1” cannot be a tag.").arg(one.key());
        if (characters(one.key()) > longestTag)
            return tr("The tag “%1” has %2 characters. At most %3 are allowed.")
                .arg(isolated(one.key()), QString::number(characters(one.key())),
                     QString::number(longestTag));
        if (!tags.contains(one.key()))
            tags.append(one.key());
    }
    return tags.size() > mostTags ? tr("An instance can have at most %n tag(s).", nullptr, mostTags)
                                  : QString();
}

std::vector<DetailChange<Server>> ServerDetailActions::tagChanges(ActionOperation *operation)
{
    std::vector<DetailChange<Server>> changes;
    const QString id = operation->target().id;
    const QJsonObject wanted = changesIn(operation->values());
    for (auto one = wanted.begin(); one != wanted.end(); ++one) {
        const QString tag = one.key();
        const bool is = one.value().toBool();
        changes.push_back(
            {(is ? u"add:"_s : u"remove:"_s) + tag,
             is ? tr("Add the tag “%1”").arg(tag) : tr("Remove the tag “%1”").arg(tag),
             is ? operation->sending(openstack::AddServerTag{id, tag})
                : operation->sending(openstack::RemoveServerTag{id, tag}),
             [tag, is](const Server &row) {
                 return row.tags.contains(tag) == is;
             }});
    }
    return changes;
}

QStringList ServerDetailActions::tagCommand(const QString &target, const Values &values)
{
    QStringList set{u"openstack"_s, u"server"_s, u"set"_s};
    QStringList unset{u"openstack"_s, u"server"_s, u"unset"_s};
    const qsizetype words = set.size();
    const QJsonObject changes = changesIn(values);
    for (auto one = changes.begin(); one != changes.end(); ++one)
        (one.value().toBool() ? set : unset) << u"--tag"_s << one.key();
    QStringList all;
    for (const QStringList &command : {set, unset}) {
        if (command.size() > words)
            all += command + QStringList{target, QString()};
    }
    return all;
}

Action ServerDetailActions::editTags()
{
    return ActionOf<Server>(editServerTags,
                            {tr("Edit tags…"), tr("Edit the tags of “%1”"),
                             tr("The tags of “%1” are being changed."),
                             tr("The tags of “%1” were changed."),
                             tr("The tags of “%1” were not changed, or not all of them."),
                             tr("It is not known whether the tags of “%1” were changed.")})
        .summary(tr("Edit the tags of an instance"))
        .harmless()
        .inPlace(u"overview/edit-server-tags"_s)
        .needs({u"changes"_s})
        .asks({.key = u"changes"_s,
               .label = tr("Tags"),
               .preset =
                   [](const Situation &situation, const QString &id) {
                       const auto row = situation.stores.servers.find(id);
                       return QJsonValue(
                           QJsonArray::fromStringList(row ? row->tags : QStringList()));
                   },
               .problem = tagsProblem})
        .when(condition(false))
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            const auto row = stores.servers.find(id);
            return row ? withBefore(std::move(values), tagNow(*row)) : values;
        })
        .undoneBy(editServerTags,
                  [](const Server &server, const Subject &, const Values &sent) {
                      return changesBack(sent, tagNow(server));
                  })
        .performs([](ActionOperation *operation) {
            return performDetails<Server>(operation, tagChanges(operation));
        })
        .command(tagCommand);
}

QString ServerDetailActions::metadataProblem(const Situation &situation, const QString &id,
                                             const Values &values)
{
    constexpr qsizetype longest = 255;
    static const QRegularExpression taken(u"^[a-zA-Z0-9\\-_:. ]+$"_s);
    const QJsonObject changes = changesIn(values);
    const auto row = situation.stores.servers.find(id);
    QMap<QString, QString> items = row ? row->metadata : QMap<QString, QString>();
    for (auto one = changes.begin(); one != changes.end(); ++one) {
        if (one.value().isNull()) {
            items.remove(one.key());
            continue;
        }
        if (one.key().isEmpty())
            return tr("Enter a key for “%1”.").arg(isolated(one.value().toString()));
        if (one.key().startsWith(QLatin1StringView(store::tagPrefix)))
            return tr("Keys that begin with “%1” are Oriel's own.")
                .arg(QLatin1StringView(store::tagPrefix));
        if (!taken.match(one.key()).hasMatch() || one.key() == "."_L1 || one.key() == ".."_L1)
            return tr("The key “%1” is not possible. A key consists of the letters a to z, digits, "
                      "spaces and the characters - _ : .")
                .arg(isolated(one.key()));
        for (const QString &text : {one.key(), one.value().toString()}) {
            if (characters(text) > longest)
                return tr("“%1” is too long. At most %2 characters are allowed.")
                    .arg(isolated(firstCharacters(text, 24) + u'…'), QString::number(longest));
        }
        items.insert(one.key(), one.value().toString());
    }
    const bool more = row && items.size() > row->metadata.size();
    return more && items.size() > mostMetadata
               ? tr("An instance can have at most %n metadata item(s).", nullptr, mostMetadata)
               : QString();
}

std::vector<DetailChange<Server>> ServerDetailActions::metadataChanges(ActionOperation *operation)
{
    std::vector<DetailChange<Server>> changes;
    const QString id = operation->target().id;
    const QJsonObject wanted = changesIn(operation->values());
    const QMap<QString, QString> items = itemsToSet(wanted);
    if (!items.isEmpty())
        changes.push_back(
            {u"set"_s, tr("Set %n item(s)", nullptr, static_cast<int>(items.size())),
             operation->sending(openstack::SetServerMetadata{id, items}),
             [items](const Server &row) {
                 return std::ranges::all_of(items.asKeyValueRange(), [&](const auto &item) {
                     return metadataValue(row, item.first) == QJsonValue(item.second);
                 });
             }});
    for (auto one = wanted.begin(); one != wanted.end(); ++one) {
        if (one.value().isNull())
            changes.push_back({u"remove:"_s + one.key(), tr("Remove the item “%1”").arg(one.key()),
                               operation->sending(openstack::RemoveServerMetadata{id, one.key()}),
                               [key = one.key()](const Server &row) {
                                   return !row.metadata.contains(key);
                               }});
    }
    return changes;
}

Action ServerDetailActions::editMetadata()
{
    return ActionOf<Server>(editServerMetadata,
                            {tr("Edit metadata…"), tr("Edit the metadata of “%1”"),
                             tr("The metadata of “%1” is being changed."),
                             tr("The metadata of “%1” was changed."),
                             tr("The metadata of “%1” was not changed, or not all of it."),
                             tr("It is not known whether the metadata of “%1” was changed.")})
        .summary(tr("Edit the metadata of an instance"))
        .harmless()
        .inPlace(u"overview/edit-server-metadata"_s)
        .needs({u"changes"_s})
        .asks({.key = u"changes"_s,
               .label = tr("Metadata"),
               .preset = presentMetadata<Server>,
               .problem = metadataProblem})
        .when(condition(true))
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            const auto row = stores.servers.find(id);
            return row ? withBefore(std::move(values), metadataNow(*row)) : values;
        })
        .undoneBy(editServerMetadata,
                  [](const Server &server, const Subject &, const Values &sent) {
                      return changesBack(sent, metadataNow(server));
                  })
        .performs([](ActionOperation *operation) {
            return performDetails<Server>(operation, metadataChanges(operation));
        })
        .command([](const QString &target, const Values &values) {
            return metadataCommand({u"server"_s}, target, values);
        });
}

/// In the values afterwards: "changes", and how it was before.
template <typename Now>
Action ServerDetailActions::ofMany(ActionOf<Server> action, QJsonObject (*changes)(const Values &),
                                   Now now, const QString &inverse)
{
    Action made =
        std::move(action)
            .harmless()
            .ofSet()
            .completes(
                [changes, now](const store::CloudStores &stores, const QString &id, Values values) {
                    values.insert(u"changes"_s, changes(values));
                    const auto row = stores.servers.find(id);
                    return row ? withBefore(std::move(values), now(*row)) : values;
                })
            .undoneBy(inverse, [now](const Server &server, const Subject &, const Values &sent) {
                return changesBack(sent, now(server));
            });
    made.indirect = true;
    return made;
}

Action ServerDetailActions::addTag()
{
    const auto changes = [](const Values &values) {
        return QJsonObject{{values.value("tag"_L1).toString().trimmed(), true}};
    };
    return ofMany(
        ActionOf<Server>(addServerTag,
                         {tr("Add tag…"), tr("Add a tag to “%1”"),
                          tr("A tag is being added to “%1”."), tr("A tag was added to “%1”."),
                          tr("No tag was added to “%1”."),
                          tr("It is not known whether a tag was added to “%1”.")})
            .summary(tr("Add a tag to instances"))
            .asks({.key = u"tag"_s,
                   .label = tr("Tag"),
                   .required = true,
                   .problem =
                       [changes](const Situation &situation, const QString &id,
                                 const Values &values) {
                           return tagsProblem(situation, id, {{u"changes"_s, changes(values)}});
                       }})
            .when(condition(false))
            .performs([](ActionOperation *operation) {
                return performDetails<Server>(operation, tagChanges(operation));
            })
            .command([changes](const QString &target, const Values &values) {
                return tagCommand(target, {{u"changes"_s, changes(values)}});
            }),
        changes, tagNow, editServerTags);
}

Action ServerDetailActions::setMetadataItem()
{
    const auto changes = [](const Values &values) {
        return QJsonObject{
            {values.value("key"_L1).toString().trimmed(), values.value("value"_L1).toString()}};
    };
    return ofMany(
        ActionOf<Server>(setServerMetadataItem,
                         {tr("Set metadata item…"), tr("Set a metadata item of “%1”"),
                          tr("A metadata item of “%1” is being set."),
                          tr("A metadata item of “%1” was set."),
                          tr("No metadata item of “%1” was set."),
                          tr("It is not known whether a metadata item of “%1” was set.")})
            .summary(tr("Set a metadata item of instances"))
            .asks({.key = u"key"_s,
                   .label = tr("Key"),
                   .required = true,
                   .problem =
                       [changes](const Situation &situation, const QString &id,
                                 const Values &values) {
                           return metadataProblem(situation, id, {{u"changes"_s, changes(values)}});
                       }})
            .asks({.key = u"value"_s, .label = tr("Value")})
            .when(condition(true))
            .performs([](ActionOperation *operation) {
                return performDetails<Server>(operation, metadataChanges(operation));
            })
            .command([changes](const QString &target, const Values &values) {
                return metadataCommand({u"server"_s}, target, {{u"changes"_s, changes(values)}});
            }),
        changes, metadataNow, editServerMetadata);
}

} // namespace

void addServerDetailActions(std::vector<Action> &actions)
{
    actions.push_back(ServerDetailActions::describeServer());
    actions.push_back(ServerDetailActions::editTags());
    actions.back().forMany = addServerTag;
    actions.back().words.menuOfMany = ServerDetailActions::tr("Add tag…");
    actions.push_back(ServerDetailActions::editMetadata());
    actions.back().forMany = setServerMetadataItem;
    actions.back().words.menuOfMany = ServerDetailActions::tr("Set metadata item…");
    actions.push_back(ServerDetailActions::addTag());
    actions.push_back(ServerDetailActions::setMetadataItem());
}

} // namespace oriel::operations
