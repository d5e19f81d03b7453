#pragma once

#include "forms/removalplan.h"

#include <QtCore/QObject>
#include <QtCore/QSet>

#include <memory>

namespace oriel::forms {

/// Whether the name was typed. Characters that cannot be typed are accepted as displayed
/// (base/visible.h).
[[nodiscard]] bool isTyped(const QString &typed, const QString &name);

/// The logic of the Delete dialog: what is deleted and what is kept, obstacles, freed space, what
/// must be typed, the equivalent command. Follows the stores and keeps them polled. GUI thread.
class RemovalForm final : public QObject
{
    Q_OBJECT

public:
    /// `canKeep`: whether the cloud can be told to keep a volume that it deletes with an instance.
    RemovalForm(store::CloudStores &stores, std::vector<operations::Subject> subjects,
                QStringList roles, QObject *parent = nullptr, bool canKeep = true);
    ~RemovalForm() override;

    /// Of each subject that still exists, in order.
    [[nodiscard]] const std::vector<RemovalPlan> &plans() const { return m_plans; }
    [[nodiscard]] bool many() const { return m_subjects.size() > 1; }

    /// Whether "only the image" is available: there is an image with volume snapshots.
    [[nodiscard]] bool offersImageOnly() const;
    [[nodiscard]] bool imageOnly() const { return m_imageOnly && offersImageOnly(); }
    void setImageOnly(bool imageOnly);

    /// The user ticks or unticks the boxes of these rows, by ID: of the subjects, if there are
    /// many, and of optional parts.
    void setTicked(const QStringList &ids, bool on);
    /// Whether the plan is carried out, as far as the user decides.
    [[nodiscard]] bool isChosen(const RemovalPlan &plan) const;
    [[nodiscard]] bool deletes(const RemovalPlan &plan, const PlannedPart &planned) const
    {
        return plan.deletes(planned, choice());
    }
    [[nodiscard]] RemovalChoice choice() const;
    /// Whether instances and volumes are deleted: see RemovalPlan::ofInstance().
    [[nodiscard]] bool ofInstances() const;
    /// All objections to a plan.
    [[nodiscard]] std::vector<RemovalHint> objections(const RemovalPlan &plan) const;

    /// What must be typed: the name of an instance that will be lost, or whose volumes are, or the
    /// number if many are deleted. Empty: nothing.
    [[nodiscard]] QString guard() const;
    /// The label of the field for guard().
    [[nodiscard]] QString guardText() const;
    void setTyped(const QString &text);

    [[nodiscard]] QString title() const;      ///< "Delete snapshot “web-01 …”"
    [[nodiscard]] QString actionText() const; ///< on the button: "Delete 3 snapshots"
    /// Which ones of many cannot be deleted now, and why: a sentence, and lines. Empty: none.
    [[nodiscard]] QString skipped() const;
    [[nodiscard]] QString whatStays() const; ///< a sentence; empty: nothing worth mentioning
    /// What could not be checked, as sentences; empty: nothing.
    [[nodiscard]] QString unknown() const;
    [[nodiscard]] QString total() const; ///< "1 image will be deleted, freeing 8 GiB."
    [[nodiscard]] QString command() const;

    /// Why a plan cannot be carried out now; empty: it can.
    [[nodiscard]] QString blocked(const RemovalPlan &plan) const;
    /// Empty if Delete is possible; otherwise the reason why not. If many are to be deleted,
    /// blocked ones are left out.
    [[nodiscard]] QString problem() const;
    /// Whether only guard() has not been typed yet.
    [[nodiscard]] bool lacksOnlyTheGuard() const;
    /// Whether everything requested has been loaded.
    [[nodiscard]] bool ready() const;
    [[nodiscard]] const std::vector<operations::RemovalRequest> &requests() const;
    /// Increases whenever the set of deletions, or the information about it, changes.
    [[nodiscard]] int revision() const { return m_revision; }
    /// The number of plans made so far.
    [[nodiscard]] int planned() const { return m_made; }

Q_SIGNALS:
    void changed();

private:
    void plan();
    void change();
    /// The obstacle, except for a guard that is not typed.
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] int count() const { return static_cast<int>(requests().size()); }
    [[nodiscard]] static std::vector<Kind>
    kindsFor(const std::vector<operations::Subject> &subjects);
    [[nodiscard]] QString staysOfInstances() const;

    store::CloudStores &m_stores;
    std::vector<operations::Subject> m_subjects;
    QStringList m_roles;
    bool m_canKeep;
    std::vector<Kind> m_kinds; ///< that the plans depend on
    std::unique_ptr<store::Subscription> m_subscription;
    std::vector<RemovalPlan> m_plans;
    QSet<QString> m_leftOut; ///< of many, IDs of the subjects that the user has unticked
    QHash<QString, bool> m_ticks;
    bool m_imageOnly = false;
    bool m_planned = false; ///< plan() is scheduled
    QString m_typed;
    mutable std::optional<std::vector<operations::RemovalRequest>> m_requests;
    int m_revision = 0;
    int m_made = 0;
};

} // namespace oriel::forms
