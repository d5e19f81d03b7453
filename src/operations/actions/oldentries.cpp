#include "operations/actions/oldentries.h"

#include "operations/journal/journalcodec.h"

#include <QtCore/QHash>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

struct OldKind
{
    openstack::Kind subject; ///< the resource's kind
    QString id;              ///< key of the subject, or of its ID
    QString step;            ///< the name of the request; null: the current name
};

const QHash<QString, OldKind> &oldKinds()
{
    using openstack::Kind;
    static const QHash<QString, OldKind> kinds{
        {u"power"_s, {Kind::Server, u"server"_s, u"power"_s}},
        {u"create-volume-snapshot"_s, {Kind::Volume, u"volume"_s, u"create"_s}},
        {u"create-volume"_s, {Kind::VolumeSnapshot, u"snapshot"_s, u"create"_s}},
        {u"create-backup"_s, {Kind::VolumeSnapshot, u"snapshot"_s, u"create"_s}},
        {u"revert-volume"_s, {Kind::Volume, u"volume"_s, u"revert"_s}},
        {u"change-keep-until"_s, {Kind::SnapshotSet, u"subject"_s, {}}},
        {u"move-floating-ip"_s, {Kind::FloatingIp, u"move"_s, {}}},
    };
    return kinds;
}

} // namespace

JournalEntry modernEntry(JournalEntry entry)
{
    const auto old = oldKinds().constFind(entry.kind);
    if (old == oldKinds().cend() || entry.intent.contains("target"_L1))
        return entry;
    QJsonObject values = entry.intent;
    // A subject was an object, or an ID with a separate name.
    const QJsonValue subject = values.value(old->id);
    Subject target{old->subject, subject.toString(), values.value(old->id + u"_name"_s).toString()};
    if (subject.isObject() && entry.kind != "move-floating-ip"_L1) {
        target = subjectFromJson(subject.toObject());
        values.remove(old->id);
    } else if (subject.isObject()) {
        target.id = subject.toObject().value("id"_L1).toString();
        target.name = subject.toObject().value("address"_L1).toString();
    } else {
        values.remove(old->id);
    }
    if (const QString kind = values.take(u"subject_kind"_s).toString(); !kind.isEmpty())
        target.kind = subjectKindNamed(kind);
    values.remove(old->id + u"_name"_s);
    if (entry.kind == "power"_L1) {
        const QString action = values.take(u"action"_s).toString();
        entry.kind = action.isEmpty() ? action : action + u"-server"_s;
    }
    for (JournalStep &step : entry.steps) {
        if (step.name == old->step)
            step.name = u"request"_s;
    }
    entry.intent = {{u"target"_s, toJson(target)}, {u"values"_s, values}};
    return entry;
}

} // namespace oriel::operations
