#pragma once

#include "operations/actions/actions.h"
#include "store/cloudstores.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/uicontext.h"

#include <memory>

class QPushButton;

namespace oriel::ui {

class ChoiceGroup;
class OptionCombo;
class RadioChoice;

/// Asks how to restore a snapshot of an instance: as a new instance, its volumes only, one volume
/// reverted, or the instance rolled back; or one volume snapshot: as a new volume, reverted, or as
/// a new instance. What is not possible now says why. Follows the stores; changes nothing.
class RestoreChoice final : public ActionDialog
{
    Q_OBJECT

public:
    /// `kind`: SnapshotSet, by the ID of its image, or VolumeSnapshot.
    RestoreChoice(const UiContext &context, Kind kind, const QString &id,
                  QWidget *parent = nullptr);

Q_SIGNALS:
    /// Continue was pressed: the action that restores in this way, and the ID of its row. Emitted
    /// once, after the dialog has closed.
    void chosen(const oriel::operations::Action *way, const QString &id);

protected:
    void act() override;

private:
    struct Way
    {
        const operations::Action *action;
        RadioChoice *choice;
    };

    void addWay(const operations::Action *action, const QString &title);
    void makeVolumes();
    void refresh();
    void showHead();
    [[nodiscard]] bool isOfOne() const { return m_kind == Kind::VolumeSnapshot; }
    /// Shows the volumes that can be reverted; the reason if there is none.
    [[nodiscard]] QString refreshVolumes();
    /// The ID of the row on which the way acts.
    [[nodiscard]] QString rowOf(const Way &way) const;
    [[nodiscard]] const Way *ticked() const;
    [[nodiscard]] QString textOf(const Way &way) const;
    /// The volume that must be detached before it can be reverted; empty: none.
    [[nodiscard]] QString volumeToDetach() const;
    void offerDetaching();

    UiContext m_context;
    Kind m_kind;
    QString m_imageId; ///< empty: a volume snapshot that is not part of a snapshot
    operations::RestoreWays m_all;
    std::unique_ptr<store::Subscription> m_subscription;
    ChoiceGroup *m_group = nullptr;
    std::vector<Way> m_ways;
    OptionCombo *m_volumes = nullptr; ///< of the volumes to revert
    QPushButton *m_detach = nullptr;  ///< where that is what prevents it
    QString m_volume;                 ///< the volume snapshot: chosen in it, or the only one
    bool m_userChose = false;
};

} // namespace oriel::ui
