#include "operations/eventwords.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QHash>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

class EventWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::operations::Events)

public:
    /// The functions under wrap_instance_event in nova/compute/manager.py and
    /// nova/conductor/manager.py, and the names given to EventReporter.
    static QHash<QString, QString> all()
    {
        return {
            {u"api_lock"_s, tr("Lock the instance")},
            {u"api_unlock"_s, tr("Unlock the instance")},
            {u"cold_migrate"_s, tr("Choose a host for the migration")},
            {u"conductor_migrate_server"_s, tr("Choose a host for the instance")},
            {u"conductor_live_migrate_instance"_s, tr("Choose a host for the live migration")},
            {u"conductor_confirm_snapshot_based_resize"_s, tr("Confirm the resize")},
            {u"conductor_revert_snapshot_based_resize"_s, tr("Revert the resize")},
            {u"get_image_info"_s, tr("Read the properties of the image")},
            {u"schedule_instances"_s, tr("Choose a host for the instance")},
            {u"rebuild_server"_s, tr("Prepare the rebuild")},
            {u"compute__do_build_and_run_instance"_s, tr("Create and start the instance")},
            {u"compute_terminate_instance"_s, tr("Delete the instance")},
            {u"compute_soft_delete_instance"_s, tr("Shut off the instance and mark it as deleted")},
            {u"compute_restore_instance"_s, tr("Restore the deleted instance")},
            {u"compute_stop_instance"_s, tr("Shut off the instance")},
            {u"compute_start_instance"_s, tr("Start the instance")},
            {u"compute_reboot_instance"_s, tr("Reboot the instance")},
            {u"compute_trigger_crash_dump"_s, tr("Trigger a crash dump")},
            {u"compute_rebuild_instance"_s, tr("Rebuild the instance")},
            {u"compute_snapshot_instance"_s, tr("Create the image of the snapshot")},
            {u"compute_backup_instance"_s, tr("Create the backup image")},
            {u"compute_set_admin_password"_s, tr("Change the password")},
            {u"compute_rescue_instance"_s, tr("Start the rescue system")},
            {u"compute_unrescue_instance"_s, tr("Leave rescue mode")},
            {u"compute_prep_resize"_s, tr("Reserve the new size on a host")},
            {u"compute_resize_instance"_s, tr("Move the instance to its new host")},
            {u"compute_finish_resize"_s, tr("Start the instance with its new size")},
            {u"compute_confirm_resize"_s, tr("Confirm the resize and free the old host")},
            {u"compute_revert_resize"_s, tr("Free the new host")},
            {u"compute_finish_revert_resize"_s, tr("Start the instance with its old size")},
            {u"compute_prep_snapshot_based_resize_at_dest"_s,
             tr("Reserve the new size on a host of another cell")},
            {u"compute_prep_snapshot_based_resize_at_source"_s,
             tr("Capture the instance for another cell")},
            {u"compute_finish_snapshot_based_resize_at_dest"_s,
             tr("Start the instance with its new size")},
            {u"compute_confirm_snapshot_based_resize_at_source"_s,
             tr("Confirm the resize and free the old host")},
            {u"compute_revert_snapshot_based_resize_at_dest"_s, tr("Free the new host")},
            {u"compute_finish_revert_snapshot_based_resize_at_source"_s,
             tr("Start the instance with its old size")},
            {u"compute_pause_instance"_s, tr("Pause the instance")},
            {u"compute_unpause_instance"_s, tr("Unpause the instance")},
            {u"compute_suspend_instance"_s, tr("Write the memory to disk and stop the instance")},
            {u"compute_resume_instance"_s, tr("Resume the instance")},
            {u"compute_shelve_instance"_s, tr("Shut off the instance and save its disk")},
            {u"compute_shelve_offload_instance"_s, tr("Free the host of the instance")},
            {u"compute_unshelve_instance"_s, tr("Start the shelved instance on a host")},
            {u"compute_attach_volume"_s, tr("Attach the volume")},
            {u"compute_detach_volume"_s, tr("Detach the volume")},
            {u"compute_swap_volume"_s, tr("Copy the volume to another one")},
            {u"compute_extend_volume"_s, tr("Tell the instance the new size of the volume")},
            {u"compute_attach_interface"_s, tr("Connect the instance to the network")},
            {u"compute_detach_interface"_s, tr("Disconnect the instance from the network")},
            {u"compute_check_can_live_migrate_destination"_s, tr("Check the new host")},
            {u"compute_check_can_live_migrate_source"_s, tr("Check the present host")},
            {u"compute_pre_live_migration"_s, tr("Prepare the new host")},
            {u"compute_live_migration"_s, tr("Copy the running instance to the new host")},
            {u"compute_live_migration_force_complete"_s, tr("Force the migration to complete")},
            {u"compute_live_migration_abort"_s, tr("Cancel the migration")},
            {u"compute_post_live_migration_at_destination"_s, tr("Finish on the new host")},
            {u"compute_rollback_live_migration_at_destination"_s, tr("Clean up the new host")},
            {u"compute_power_update"_s, tr("Follow the power state of the machine")}};
    }
};

} // namespace

QString eventWord(const QString &event)
{
    static const QHash<QString, QString> words = EventWords::all();
    return words.value(event, event);
}

} // namespace oriel::operations
