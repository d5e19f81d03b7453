#pragma once

#include "base/clock.h"
#include "forms/snapshotquota.h"
#include "operations/actions/actions.h"
#include "operations/capture/createsnapshot.h"
#include "operations/journal/durations.h"
#include "store/cloudstores.h"

#include <QtCore/QDate>
#include <QtCore/QObject>
#include <QtCore/QSet>

#include <memory>
#include <optional>
#include <vector>

namespace oriel::forms {

/// One disk of an instance.
struct CapturedDisk
{
    QString name{};   ///< the volume's name, or its ID if it has none; for a local disk its words
    QString device{}; ///< "/dev/vda"; empty if it is not attached
    int sizeGiB = 0;
    bool captured = true; ///< false: a data volume that is not included
    QString volumeId{};   ///< empty: the instance's own disk

    bool operator==(const CapturedDisk &) const = default;
};

/// Volumes or volume snapshots.
struct VolumeAmount
{
    int count = 0;
    int gigabytes = 0;

    VolumeAmount &operator+=(const VolumeAmount &other)
    {
        count += other.count;
        gigabytes += other.gigabytes;
        return *this;
    }
};

/// An instance, and the snapshot that will be made of it.
struct SnapshotRow
{
    QString id{};       ///< of the instance
    QString of{};       ///< its name
    QString snapshot{}; ///< the snapshot's name
    QString note{};     ///< what is particular about it: "Keeps running.", or why it is left out
    std::vector<CapturedDisk> disks{};
    bool there = false;    ///< false: the instance is gone
    bool possible = false; ///< it can be captured now
    bool chosen = true;    ///< false: the user leaves it out
    bool volumeBacked = false;
    bool running = false;
    bool volumesKnown = true;  ///< with their sizes
    QString shutOffObstacle{}; ///< why a running one cannot be shut off now; empty: it can
    bool shutOff = false;      ///< it is shut off first

    [[nodiscard]] bool made() const { return possible && chosen; }
    [[nodiscard]] bool canShutOff() const { return running && shutOffObstacle.isEmpty(); }
    /// The volume snapshots that will be made of it.
    [[nodiscard]] VolumeAmount captured() const;
    /// The volumes that the cloud leaves out by itself.
    [[nodiscard]] VolumeAmount dataVolumes() const;
};

/// What the dialog for snapshots of one or several instances decides, without the dialog: names,
/// date, reason, whether to shut off and whether to include data volumes, the quota that it needs,
/// and what stands in the way. Of several, those that cannot be captured now are left out, with the
/// reason; the name is a pattern. Follows the stores while it lives: instances may change or
/// vanish. GUI thread.
class SnapshotForm final : public QObject
{
    Q_OBJECT

public:
    SnapshotForm(store::CloudStores &stores, Clock &clock, QStringList serverIds, QStringList roles,
                 QObject *parent = nullptr);
    /// Of one instance, filled in as `request` says: what the user had entered before the cloud
    /// refused it.
    SnapshotForm(store::CloudStores &stores, Clock &clock,
                 const operations::CreateSnapshotRequest &request, QStringList roles,
                 QObject *parent = nullptr);

    [[nodiscard]] bool isOfOne() const { return m_ids.size() == 1; }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString subtitle() const;   ///< of what
    [[nodiscard]] QString actionText() const; ///< on the button
    [[nodiscard]] QString command() const;    ///< the terminal client's equal

    [[nodiscard]] QString name() const { return m_name; } ///< as typed
    void setName(const QString &name);
    [[nodiscard]] QString nameHint() const; ///< below the field; may be empty
    [[nodiscard]] QString namePlaceholder() const { return isOfOne() ? m_serverName : QString(); }
    /// "<instance> 2026-11-23 14:05", at most 255 characters; of several a pattern for that.
    [[nodiscard]] QString defaultName() const;
    /// Of one; it stays when the instance vanishes.
    [[nodiscard]] QString serverName() const { return m_serverName; }
    /// nullopt: no date. The default is in 7 days.
    [[nodiscard]] std::optional<QDate> keepUntil() const { return m_keepUntil; }
    void setKeepUntil(std::optional<QDate> date);
    /// The first valid day: today in local time.
    [[nodiscard]] QDate today() const { return m_clock.now().toLocalTime().date(); }
    /// The reason for the snapshot; may be empty. At most 255 characters.
    [[nodiscard]] QString description() const { return m_description; }
    void setDescription(const QString &description);

    /// Worked out once after each change, whatever asks for it.
    [[nodiscard]] const std::vector<SnapshotRow> &rows() const;
    /// How often something was entered so far.
    [[nodiscard]] int edits() const { return m_edits; }
    /// How often rows() has been worked out so far.
    [[nodiscard]] int evaluations() const { return m_evaluations; }
    /// Leaves instances out, or includes them again, by their IDs.
    void setLeftOut(const QStringList &ids, bool out);
    [[nodiscard]] QString captureText() const; ///< what is captured, in a few sentences

    /// Whether shutting off is a choice: an instance is running.
    [[nodiscard]] bool offersShutOff() const;
    /// Why the one cannot be shut off although it is running (locked, busy, a reader); empty: it
    /// can.
    [[nodiscard]] QString shutOffObstacle() const;
    /// As chosen, or as recommended; false if nothing is running or can be shut off.
    [[nodiscard]] bool shutOffFirst() const;
    void setShutOffFirst(bool first);
    [[nodiscard]] QString shutOffTitle() const; ///< of the choice, with its key
    [[nodiscard]] QString shutOffText() const;  ///< what shutting off does
    [[nodiscard]] QString keepRunningTitle() const;
    [[nodiscard]] QString keepRunningText() const; ///< what it risks
    /// What the state means for the data if there is nothing to choose; may be empty.
    [[nodiscard]] QString consistencyText() const;
    /// How long earlier ones took in this cloud.
    void setDurations(const operations::Durations &durations);
    /// The estimated duration as text; may be empty.
    [[nodiscard]] QString estimate() const;
    /// What the snapshots interrupt; empty: nothing.
    [[nodiscard]] QString interruption() const;

    /// "Include 2 attached volumes (60 GiB)"; empty if the cloud captures every volume itself.
    [[nodiscard]] QString dataVolumesOffer() const;
    /// Why they are not included by default; empty: they are, or the user has excluded them.
    [[nodiscard]] QString dataVolumesObstacle() const;
    [[nodiscard]] bool withDataVolumes() const;
    void setWithDataVolumes(bool with);

    /// The way to a snapshot of the volume group that all volumes of the one instance are in, if it
    /// can be captured now and its snapshots may be of one moment; nullopt: there is none.
    [[nodiscard]] std::optional<operations::Way> groupWay() const;
    /// What that would capture, as a few sentences; empty without groupWay().
    [[nodiscard]] QString groupHint() const;

    [[nodiscard]] std::vector<QuotaLine> room() const;
    /// What could not be determined (the quota, the volumes), as a sentence; empty: nothing.
    [[nodiscard]] QString gap() const;
    /// Whether all required data has been loaded.
    [[nodiscard]] bool ready() const;
    /// Empty if the button can be pressed; otherwise why not, in words.
    [[nodiscard]] QString problem() const;
    /// One for each instance that is captured; of one always that one.
    [[nodiscard]] std::vector<operations::CreateSnapshotRequest> requests() const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] std::vector<SnapshotRow> makeRows() const;
    [[nodiscard]] SnapshotRow makeRow(const QString &id) const;
    [[nodiscard]] std::vector<CapturedDisk> disksOf(const openstack::Server &server,
                                                    bool volumeBacked) const;
    [[nodiscard]] QString noteOn(const SnapshotRow &row, bool shutOff) const;
    [[nodiscard]] QString nameFor(const SnapshotRow &row) const;
    [[nodiscard]] operations::CreateSnapshotRequest requestFor(const SnapshotRow &row) const;
    [[nodiscard]] store::Row<openstack::Server> server() const; ///< the first
    /// Of the group that all of at least two volumes of the one instance are in; empty: none.
    [[nodiscard]] QString commonGroup() const;
    [[nodiscard]] int made() const;
    [[nodiscard]] int interrupted() const;
    [[nodiscard]] VolumeAmount needed() const;
    [[nodiscard]] VolumeAmount dataVolumes() const;
    [[nodiscard]] std::optional<std::chrono::milliseconds> expected() const;

    void outdate();
    void storesChanged();
    void follow();
    void followGroup();
    void proposeName();
    /// Decides whether data volumes are included by default. Once included, they stay included.
    void decideOnData();
    /// The user's choice, or the default by quota; also true without data volumes.
    [[nodiscard]] bool includesData() const
    {
        return m_withDataVolumes.value_or(m_includedByDefault);
    }
    [[nodiscard]] bool volumesKnown() const;
    [[nodiscard]] bool limitsKnown() const;
    /// What is captured of all volumes, `withData` as if the data volumes were included; those that
    /// are not have a count of 0. Empty if the quota is not known.
    [[nodiscard]] std::vector<QuotaLine> quota(bool withData) const;
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] QString nameProblem() const;

    store::CloudStores &m_stores;
    Clock &m_clock;
    QStringList m_ids;
    QStringList m_roles;
    std::unique_ptr<store::Subscription> m_subscription;
    std::unique_ptr<store::Subscription> m_groups; ///< null: nothing depends on volume groups
    QString m_now; ///< "2026-11-23 14:05": the same in all names, however long the dialog is open
    QString m_serverName;
    QString m_proposedName; ///< what stands in the field as long as the user has not typed
    QString m_name;
    std::optional<QDate> m_keepUntil;
    QString m_description;
    std::optional<bool> m_shutOffFirst;    ///< the user's choice; nullopt: the recommendation
    std::optional<bool> m_withDataVolumes; ///< the user's choice; nullopt: depending on the quota
    bool m_includedByDefault = false;
    QSet<QString> m_leftOut;
    int m_edits = 0;
    operations::Durations m_durations;
    mutable std::optional<std::vector<SnapshotRow>> m_rows;
    mutable int m_evaluations = 0;
    bool m_isFollowed = true; ///< false: follow() is to come
};

} // namespace oriel::forms
