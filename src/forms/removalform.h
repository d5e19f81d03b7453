#pragma once

#include "forms/removalplan.h"

#include <QtCore/QObject>
#include <QtCore/QSet>

#include <memory>

namespace oriel::forms {

/// Whether the name was typed. Characters that cannot be typed may be typed as they are shown
/// (base/visible.h).
[[nodiscard]] bool isTyped(const QString &typed, const QString &name);

/// What the Delete dialog decides, without the dialog: what goes and what stays, what blocks, how
/// much becomes free, what must be typed, the equal command. Follows the stores while it lives, and
/// keeps them fresh. GUI thread.
class RemovalForm final : public QObject
{
    Q_OBJECT

public:
    RemovalForm(store::CloudStores &stores, std::vector<operations::Subject> subjects,
                QStringList roles, QObject *parent = nullptr);
    ~RemovalForm() override;

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

    /// What must be typed: the name of an instance that is lost, or the number where very many are
    /// deleted. Empty: nothing.
    [[nodiscard]] QString guard() const;
    /// Asks for it.
    [[nodiscard]] QString guardText() const;
    void setTyped(const QString &text);

    [[nodiscard]] QString title() const;      ///< "Delete snapshot “web-01 …”"
    [[nodiscard]] QString actionText() const; ///< on the button: "Delete 3 snapshots"
    [[nodiscard]] QString whatStays() const;  ///< in words; empty: nothing is worth saying
    /// What could not be looked through, in words; empty: nothing.
    [[nodiscard]] QString unknown() const;
    [[nodiscard]] QString total() const; ///< "1 image will be deleted, freeing 8 GiB."
    [[nodiscard]] QString command() const;

    /// Why a plan cannot be carried out now; empty: it can.
    [[nodiscard]] QString blocked(const RemovalPlan &plan) const;
    /// Empty where Delete can be pressed; otherwise why not. Where many are to be deleted those
    /// that are blocked are left out.
    [[nodiscard]] QString problem() const;
    /// Whether nothing stands in the way but that the guard is not typed.
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
    /// What stands in the way, but for a guard that is not typed.
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] int count() const { return static_cast<int>(requests().size()); }

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
