#pragma once

#include "base/clock.h"
#include "forms/snapshotroom.h"
#include "store/cloudstores.h"

#include <QtCore/QDate>
#include <QtCore/QObject>
#include <QtCore/QSet>

#include <optional>
#include <vector>

namespace oriel::forms {

/// One snapshot that will be made.
struct BatchRow
{
    QString id;       ///< of the instance or volume
    QString of;       ///< its name
    QString snapshot; ///< the snapshot's name
    int sizeGiB = 0;  ///< of the volume snapshots; 0: none is made
    QString note;     ///< what is particular about it: "is shut off first", or why it is left out
    bool possible = true;
    bool chosen = true;      ///< false: the user leaves it out
    int volumeSnapshots = 0; ///< that are made
    bool there = true;       ///< false: what it would be taken of is gone
    bool shutOff = false;    ///< what it is taken of is shut off first

    [[nodiscard]] bool made() const { return possible && chosen; }

    bool operator==(const BatchRow &) const = default;
};

/// What a dialog decides that asks for one or several snapshots with common input: name, date, why,
/// room, the equal command. Follows the stores while it lives. GUI thread.
class SnapshotBatchForm : public QObject
{
    Q_OBJECT

public:
    SnapshotBatchForm(store::CloudStores &stores, Clock &clock, QStringList roles,
                      QObject *parent = nullptr);

    [[nodiscard]] virtual QString title() const = 0;    ///< "Create 3 snapshots"
    [[nodiscard]] virtual QString subtitle() const = 0; ///< of what
    [[nodiscard]] virtual QString nameHint() const = 0; ///< what may stand in a name; may be empty
    /// Worked out once after each change, whatever asks for it.
    [[nodiscard]] const std::vector<BatchRow> &rows() const;
    /// How often rows() has been worked out so far.
    [[nodiscard]] int evaluations() const { return m_evaluations; }
    /// One sentence over the rows.
    [[nodiscard]] virtual QString summary() const = 0;
    [[nodiscard]] virtual QString command() const = 0;
    /// Whether there is a running instance that can be shut off first.
    [[nodiscard]] virtual bool offersShutOff() const { return false; }
    /// What else is to be known of the data; may be empty.
    [[nodiscard]] virtual QString consistencyText() const { return {}; }

    [[nodiscard]] QString name() const { return m_name; } ///< as typed
    void setName(const QString &name);
    [[nodiscard]] QDate today() const;
    [[nodiscard]] std::optional<QDate> keepUntil() const { return m_keepUntil; }
    void setKeepUntil(std::optional<QDate> date);
    [[nodiscard]] QString description() const { return m_description; }
    void setDescription(const QString &description);
    [[nodiscard]] bool shutOffFirst() const { return m_shutOffFirst && offersShutOff(); }
    [[nodiscard]] bool wantsShutOff() const { return m_shutOffFirst; } ///< as chosen
    void setShutOffFirst(bool first);
    /// Leaves instances or volumes out, or takes them in again, by their ids.
    void setLeftOut(const QStringList &ids, bool out);
    /// "Include the attached volumes of 3 instances (60 GiB)"; empty where there are none.
    [[nodiscard]] virtual QString dataVolumesOffer() const { return {}; }
    /// Why they are not included by default; may be empty.
    [[nodiscard]] virtual QString dataVolumesObstacle() const { return {}; }
    [[nodiscard]] virtual bool withDataVolumes() const { return false; }
    virtual void setWithDataVolumes(bool) {}
    /// What the snapshots interrupt; empty: nothing.
    [[nodiscard]] virtual QString interruption() const { return {}; }
    /// The words of the button that creates them.
    [[nodiscard]] virtual QString actionText() const = 0;

    [[nodiscard]] std::vector<RoomLine> room() const;
    /// Whether what it needs to know has come.
    [[nodiscard]] virtual bool ready() const;
    /// Empty where Create can be pressed; otherwise why not, in words.
    [[nodiscard]] QString problem() const;

Q_SIGNALS:
    /// Once for all that changes in the stores in one go.
    void changed();

protected:
    [[nodiscard]] store::CloudStores &stores() const { return m_stores; }
    [[nodiscard]] Clock &clock() const { return m_clock; }
    [[nodiscard]] const QStringList &roles() const { return m_roles; }
    /// Works rows() out; called once after each change.
    [[nodiscard]] virtual std::vector<BatchRow> makeRows() const = 0;
    /// Gives rows() their new names; false: they have to be made anew.
    virtual bool rename(std::vector<BatchRow> &) const { return false; }
    /// The stores have changed; rows() is of the new state.
    virtual void follow() {}
    /// How many volume snapshots, and how many GiB, in all.
    [[nodiscard]] std::pair<int, int> wanted() const;
    [[nodiscard]] int made() const;
    [[nodiscard]] bool isLeftOut(const QString &id) const { return m_leftOut.contains(id); }
    /// What the form knows has changed.
    void change();
    /// What is wrong with the name of a row's snapshot. Empty: nothing.
    [[nodiscard]] virtual QString nameProblem(const BatchRow &row) const;
    /// "2026-11-23 14:05", where the person is.
    [[nodiscard]] QString nowText() const;
    void setDefaultName(const QString &name) { m_name = name; }

private:
    void storesChanged();

    store::CloudStores &m_stores;
    Clock &m_clock;
    QStringList m_roles;
    std::unique_ptr<store::Subscription> m_subscription;
    QString m_name;
    std::optional<QDate> m_keepUntil;
    QString m_description;
    bool m_shutOffFirst = true;
    QSet<QString> m_leftOut;
    mutable std::optional<std::vector<BatchRow>> m_rows;
    mutable int m_evaluations = 0;
    bool m_told = true; ///< false: changed() is to come for a change of the stores
};

} // namespace oriel::forms
