#pragma once

#include "base/clock.h"
#include "forms/snapshotroom.h"
#include "operations/createsnapshot.h"
#include "operations/journal/durations.h"
#include "store/cloudstores.h"

#include <QtCore/QDate>
#include <QtCore/QObject>

#include <memory>
#include <vector>

namespace oriel::forms {

/// One disk as the dialog lists it.
struct CapturedDisk
{
    QString name;   ///< the volume's name, or its id where it has none; for a local disk its words
    QString device; ///< "/dev/vda"
    int sizeGiB = 0;
    bool captured = true; ///< false: a data volume that is not included
    QString volumeId;

    bool operator==(const CapturedDisk &) const = default;
};

/// What the Create snapshot dialog decides, without the dialog: defaults, what will be captured,
/// room, validation, the equal command. Follows the stores while it lives (the instance may vanish
/// while it is open). GUI thread.
class CreateSnapshotForm : public QObject
{
    Q_OBJECT

public:
    CreateSnapshotForm(store::CloudStores &stores, Clock &clock, QString serverId,
                       QStringList roles, QObject *parent = nullptr);
    /// The same, filled in as `request` says: what a person had entered before the cloud refused
    /// it.
    CreateSnapshotForm(store::CloudStores &stores, Clock &clock,
                       const operations::CreateSnapshotRequest &request, QStringList roles,
                       QObject *parent = nullptr);
    ~CreateSnapshotForm() override;

    [[nodiscard]] QString serverName() const;
    [[nodiscard]] QString
    defaultName() const;                ///< "<instance> 2026-11-23 14:05", at most 255 characters
    [[nodiscard]] QString name() const; ///< as typed
    void setName(const QString &name);
    /// What will be sent: as typed without blanks at the ends; the instance's name where emptied.
    [[nodiscard]] QString effectiveName() const;

    /// Nothing: no date. By default in 7 days.
    [[nodiscard]] std::optional<QDate> keepUntil() const;
    void setKeepUntil(std::optional<QDate> date);

    /// The first day that makes sense: today, where the person is.
    [[nodiscard]] QDate today() const;

    [[nodiscard]] std::vector<CapturedDisk> disks() const;
    [[nodiscard]] QString captureText() const;     ///< one sentence over the disks
    [[nodiscard]] QString consistencyText() const; ///< what the instance's state means for the data

    /// Why it is made; may be empty. At most 255 characters.
    [[nodiscard]] QString description() const;
    void setDescription(const QString &description);

    /// Whether there is something to choose: the instance is running.
    [[nodiscard]] bool offersShutOff() const;
    /// Why it cannot be shut off although it is running (locked, busy, a reader); empty: it can.
    [[nodiscard]] QString shutOffObstacle() const;
    /// As chosen, or as recommended; false where it is not running or cannot be shut off.
    [[nodiscard]] bool shutOffFirst() const;
    void setShutOffFirst(bool first);
    [[nodiscard]] QString shutOffText() const;     ///< what shutting off does
    [[nodiscard]] QString keepRunningText() const; ///< what keeping it running risks

    /// "Include 2 attached volumes (60 GiB)"; empty where the cloud captures every volume itself.
    [[nodiscard]] QString dataVolumesOffer() const;
    /// Why they are not included by default; empty: they are, or the user does not want them.
    [[nodiscard]] QString dataVolumesObstacle() const;
    [[nodiscard]] bool withDataVolumes() const;
    void setWithDataVolumes(bool with);

    /// How long earlier ones took in this cloud.
    void setDurations(const operations::Durations &durations);
    /// How long this one will take, in words; empty where earlier ones do not tell, and where
    /// interruption() says it.
    [[nodiscard]] QString estimate() const;
    /// What the snapshot interrupts, and for how long; empty where the instance keeps running.
    [[nodiscard]] QString interruption() const;
    [[nodiscard]] std::vector<RoomLine> room() const;
    [[nodiscard]] QString caution() const;
    [[nodiscard]] QString command() const;

    /// What is not known although it was asked for (the limits, the volumes), in words; empty:
    /// nothing.
    [[nodiscard]] QString gap() const;
    /// Empty where Create can be pressed; otherwise why not, in words.
    [[nodiscard]] QString problem() const;
    /// Whether everything the form needs (volumes, limits) has come.
    [[nodiscard]] bool ready() const;

    [[nodiscard]] operations::CreateSnapshotRequest request() const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] std::optional<std::chrono::milliseconds> expected() const;

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace oriel::forms
