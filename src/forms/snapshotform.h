#pragma once

#include "base/clock.h"
#include "forms/snapshotquota.h"
#include "store/cloudstores.h"

#include <QtCore/QDate>
#include <QtCore/QObject>

#include <memory>
#include <optional>
#include <vector>

namespace oriel::forms {

/// One disk as the dialog lists it.
struct CapturedDisk
{
    QString name;   ///< the volume's name, or its ID where it has none; for a local disk its words
    QString device; ///< "/dev/vda"; empty where it is not attached
    int sizeGiB = 0;
    bool captured = true; ///< false: a data volume that is not included
    QString volumeId;

    bool operator==(const CapturedDisk &) const = default;
};

/// What a dialog that asks for snapshots decides, without the dialog: the input that is the same
/// for one instance, several instances and a volume (name, date, reason, whether to shut off,
/// whether to include data volumes), the quota that it needs, and what stands in the way. Follows
/// the stores while it lives. GUI thread.
class SnapshotForm : public QObject
{
    Q_OBJECT

public:
    SnapshotForm(store::CloudStores &stores, Clock &clock, QStringList roles,
                 QObject *parent = nullptr);

    [[nodiscard]] virtual QString title() const = 0;
    [[nodiscard]] virtual QString subtitle() const = 0;   ///< of what
    [[nodiscard]] virtual QString actionText() const = 0; ///< on the button
    [[nodiscard]] virtual QString command() const = 0;    ///< the terminal client's equal

    [[nodiscard]] QString name() const { return m_name; } ///< as typed
    void setName(const QString &name);
    [[nodiscard]] virtual QString nameHint() const { return {}; } ///< below the field; may be empty
    [[nodiscard]] virtual QString namePlaceholder() const { return {}; }
    /// Nothing: no date. By default in 7 days.
    [[nodiscard]] std::optional<QDate> keepUntil() const { return m_keepUntil; }
    void setKeepUntil(std::optional<QDate> date);
    /// The first day that makes sense: today, where the user is.
    [[nodiscard]] QDate today() const { return m_clock.now().toLocalTime().date(); }
    /// Why it is made; may be empty. At most 255 characters.
    [[nodiscard]] QString description() const { return m_description; }
    void setDescription(const QString &description);

    /// Disk by disk; empty where rows() of a subclass says what is captured.
    [[nodiscard]] virtual std::vector<CapturedDisk> disks() const { return {}; }
    [[nodiscard]] virtual QString captureText() const = 0; ///< what is captured, in a few sentences

    /// Whether there is something to choose: an instance is running.
    [[nodiscard]] virtual bool offersShutOff() const { return false; }
    /// Why it cannot be shut off although it is running (locked, busy, a reader); empty: it can.
    [[nodiscard]] virtual QString shutOffObstacle() const { return {}; }
    /// As chosen, or as recommended; false where nothing is running or can be shut off.
    [[nodiscard]] bool shutOffFirst() const;
    void setShutOffFirst(bool first);
    [[nodiscard]] virtual QString shutOffTitle() const
    {
        return {};
    } ///< of the choice, with its key
    [[nodiscard]] virtual QString shutOffText() const { return {}; } ///< what shutting off does
    [[nodiscard]] virtual QString keepRunningTitle() const { return {}; }
    [[nodiscard]] virtual QString keepRunningText() const { return {}; } ///< what it risks
    /// What the state means for the data where there is nothing to choose; may be empty.
    [[nodiscard]] virtual QString consistencyText() const { return {}; }
    /// How long it will take, in words; may be empty.
    [[nodiscard]] virtual QString estimate() const { return {}; }
    /// What the snapshots interrupt; empty: nothing.
    [[nodiscard]] virtual QString interruption() const { return {}; }

    /// "Include 2 attached volumes (60 GiB)"; empty where the cloud captures every volume itself.
    [[nodiscard]] virtual QString dataVolumesOffer() const { return {}; }
    /// Why they are not included by default; empty: they are, or the user does not want them.
    [[nodiscard]] QString dataVolumesObstacle() const;
    [[nodiscard]] bool withDataVolumes() const { return includesData() && dataVolumes().count > 0; }
    void setWithDataVolumes(bool with);

    [[nodiscard]] std::vector<QuotaLine> room() const;
    [[nodiscard]] QString caution() const;
    /// What could not be found out (the quota, the volumes), in words; empty: nothing.
    [[nodiscard]] virtual QString gap() const { return {}; }
    /// Whether what it needs to know has come.
    [[nodiscard]] virtual bool ready() const;
    /// Empty where the button can be pressed; otherwise why not, in words.
    [[nodiscard]] QString problem() const;

Q_SIGNALS:
    void changed();

protected:
    /// A number of volumes or volume snapshots.
    struct Amount
    {
        int count = 0;
        int gigabytes = 0;
    };

    [[nodiscard]] store::CloudStores &stores() const { return m_stores; }
    [[nodiscard]] const QStringList &roles() const { return m_roles; }
    /// "2026-11-23 14:05", where the user is.
    [[nodiscard]] QString nowText() const;

    /// As chosen, or as the quota allows; of what has no data volumes as well.
    [[nodiscard]] bool includesData() const
    {
        return m_withDataVolumes.value_or(m_includedByDefault);
    }
    [[nodiscard]] bool limitsKnown() const;
    /// The volume snapshots that will be made.
    [[nodiscard]] virtual Amount needed() const = 0;
    /// Volumes that the cloud leaves out by itself, of everything that is chosen.
    [[nodiscard]] virtual Amount dataVolumes() const { return {}; }
    /// How many snapshots will be made.
    [[nodiscard]] virtual int made() const { return 1; }
    /// Whether the sizes of all volumes are known.
    [[nodiscard]] virtual bool volumesKnown() const;
    /// What is best where the user has not chosen.
    [[nodiscard]] virtual bool recommendsShutOff() const { return true; }
    /// What makes it impossible, whatever is entered; empty: nothing.
    [[nodiscard]] virtual QString obstacle() const = 0;
    [[nodiscard]] virtual QString nameProblem() const = 0;
    /// A choice has changed: what is worked out of it is outdated. Then changed().
    virtual void outdate() { Q_EMIT changed(); }
    virtual void nameChanged() { outdate(); }
    /// The stores have changed.
    virtual void storesChanged();
    /// Decides whether data volumes are included by default. Once they are, they stay so.
    void decideOnData();
    void setDefaultName(const QString &name) { m_name = name; }
    /// Everything but the name, as it was entered before.
    void fill(std::optional<QDate> keepUntil, const QString &description, bool shutOffFirst,
              bool withDataVolumes);
    [[nodiscard]] static bool isKnown(const store::StoreBase &source);

private:
    /// Empty where the quota is not known.
    [[nodiscard]] std::vector<QuotaLine> quotaFor(Amount amount) const;
    /// As if the data volumes were included.
    [[nodiscard]] std::vector<QuotaLine> quotaWithData() const;

    store::CloudStores &m_stores;
    Clock &m_clock;
    QStringList m_roles;
    std::unique_ptr<store::Subscription> m_subscription;
    QString m_name;
    std::optional<QDate> m_keepUntil;
    QString m_description;
    std::optional<bool> m_shutOffFirst;    ///< as chosen; nothing: as recommended
    std::optional<bool> m_withDataVolumes; ///< as chosen; nothing: as the quota allows
    bool m_includedByDefault = false;
};

} // namespace oriel::forms
