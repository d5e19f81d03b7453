#pragma once

#include "forms/removalplan.h"
#include "forms/snapshotactions.h"

#include <QtCore/QObject>
#include <QtCore/QSet>

#include <memory>

namespace oriel::forms {

/// Whether the name was typed. Characters that cannot be typed may be typed as they are shown
/// (base/visible.h).
[[nodiscard]] bool isTyped(const QString &typed, const QString &name);

/// What the Delete dialog decides, without the dialog: what goes and what stays, what blocks, how
/// much becomes free, whether a name must be typed, the equal command. Follows the stores while it
/// lives, and keeps them fresh. GUI thread.
class RemovalForm final : public QObject
{
    Q_OBJECT

public:
    RemovalForm(store::CloudStores &stores, std::vector<operations::Subject> subjects,
                QStringList roles, QObject *parent = nullptr);
    ~RemovalForm() override;

    /// Which list is missing without which nothing can be deleted, and why; empty: none.
    [[nodiscard]] QString missing() const;
    /// Of each subject that is still there, in their order.
    [[nodiscard]] const std::vector<RemovalPlan> &plans() const { return m_plans; }
    [[nodiscard]] bool many() const { return m_subjects.size() > 1; }

    /// Whether "only the image" is a choice: there is an image with volume snapshots.
    [[nodiscard]] bool offersImageOnly() const;
    [[nodiscard]] bool imageOnly() const { return m_imageOnly && offersImageOnly(); }
    void setImageOnly(bool imageOnly);

    /// Of many, some that the user does not want deleted after all. By their ids.
    void setLeftOut(const QStringList &ids, bool out);
    [[nodiscard]] bool isLeftOut(const QString &id) const { return m_leftOut.contains(id); }

    /// The name that must be typed, because an instance is lost with it; empty: none.
    [[nodiscard]] QString guardName() const;
    [[nodiscard]] QString typedName() const { return m_typed; }
    void setTypedName(const QString &name);

    /// The number that must be typed, because so many are deleted; 0: none.
    [[nodiscard]] int guardCount() const;
    /// "Delete 3 snapshots": what the button says.
    [[nodiscard]] QString actionText() const;
    [[nodiscard]] QString title() const;     ///< "Delete snapshot “web-01 …”?"
    [[nodiscard]] QString whatStays() const; ///< in words; empty: nothing is worth saying
    /// What could not be looked through, in words; empty: nothing.
    [[nodiscard]] QString unknown() const;
    [[nodiscard]] QString total() const; ///< "4 things, 8 GiB become free"
    [[nodiscard]] QString command() const;

    /// Why a plan cannot be carried out now; empty: it can.
    [[nodiscard]] QString blocked(const RemovalPlan &plan) const;
    /// Empty where Delete can be pressed; otherwise why not. Where many are to be deleted those
    /// that are blocked are left out.
    [[nodiscard]] QString problem() const;
    /// Whether nothing stands in the way but that the name or the number is not typed.
    [[nodiscard]] bool lacksOnlyTheGuard() const;
    /// Whether everything that is asked for has come.
    [[nodiscard]] bool ready() const;
    [[nodiscard]] const std::vector<operations::RemovalRequest> &requests() const;
    /// Grows whenever something else would be deleted than before, or what is known of it changes.
    [[nodiscard]] int revision() const { return m_revision; }
    /// How many plans have been made so far.
    [[nodiscard]] int planned() const { return m_made; }

Q_SIGNALS:
    void changed();

private:
    void plan();
    void change();
    /// What stands in the way, but for a name that is not typed.
    [[nodiscard]] QString obstacle() const;

    store::CloudStores &m_stores;
    std::vector<operations::Subject> m_subjects;
    QStringList m_roles;
    std::unique_ptr<store::Subscription> m_subscription;
    std::vector<RemovalPlan> m_plans;
    QSet<QString> m_leftOut;
    bool m_imageOnly = false;
    bool m_planned = false; ///< plan() is asked for already
    QString m_typed;
    mutable std::optional<std::vector<operations::RemovalRequest>> m_requests;
    int m_revision = 0;
    int m_made = 0;
};

} // namespace oriel::forms
