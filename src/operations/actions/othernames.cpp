#include "operations/actions/othernames.h"

#include "operations/capture/createsnapshot.h"
#include "operations/launch/launchinstance.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QHash>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

class OtherNames
{
    Q_DECLARE_TR_FUNCTIONS(OtherNames)

public:
    using Names = QHash<QString, QStringList>;
    static Names ofPower();
    static Names ofChanges();
    static Names ofNetwork();
    static Names ofStorage();
};

OtherNames::Names OtherNames::ofPower()
{
    return {
        {LaunchInstance::kindName,
         {tr("Launch as Instance"), tr("Create instance"), tr("New virtual machine"),
          u"server create"_s}},
        {u"start-server"_s, {tr("Start Instance"), tr("Power on")}},
        {u"stop-server"_s, {tr("Shut Off Instance"), tr("Stop"), tr("Shut down"), tr("Power off")}},
        {u"reboot-server"_s, {tr("Soft Reboot Instance"), tr("Restart")}},
        {u"hard-reboot-server"_s, {tr("Hard Reboot Instance"), tr("Force restart"), tr("Reset")}},
        {u"pause-server"_s, {tr("Pause Instance")}},
        {u"unpause-server"_s, {tr("Resume Instance")}},
        {u"suspend-server"_s, {tr("Suspend Instance"), tr("Hibernate")}},
        {u"resume-server"_s, {tr("Resume Instance")}},
        {u"shelve-server"_s, {tr("Shelve Instance"), tr("Archive")}},
        {u"unshelve-server"_s, {tr("Unshelve Instance")}},
        {u"offload-server"_s, {tr("Shelve offload")}},
        {u"lock-server"_s, {tr("Lock Instance"), tr("Protect")}},
        {u"unlock-server"_s, {tr("Unlock Instance")}},
        {u"rescue-server"_s, {tr("Rescue Instance"), tr("Boot from ISO"), tr("Recovery mode")}},
        {u"unrescue-server"_s, {tr("Unrescue Instance")}},
        {u"reset-server-state"_s, {tr("Reset instance state")}},
        {u"delete-server"_s, {tr("Delete Instance"), tr("Terminate Instance"), u"server delete"_s}},
        {u"restore-server"_s, {tr("Restore Instance"), tr("Recycle bin")}},
    };
}

OtherNames::Names OtherNames::ofChanges()
{
    return {
        {u"resize-server"_s, {tr("Resize Instance"), tr("Change flavor")}},
        {u"confirm-resize"_s, {tr("Confirm Resize/Migrate")}},
        {u"revert-resize"_s, {tr("Revert Resize/Migrate")}},
        {u"rebuild-server"_s, {tr("Rebuild Instance"), tr("Reinstall")}},
        {u"rename-server"_s, {tr("Edit Instance"), tr("Change name")}},
        {u"describe-server"_s, {tr("Edit Instance")}},
        {u"edit-server-metadata"_s, {tr("Update Metadata"), tr("Properties")}},
        {u"edit-server-tags"_s, {tr("Modify Instance Tags")}},
        {u"set-password"_s, {tr("Change password"), tr("Reset password"), tr("Admin password")}},
        {u"windows-password"_s,
         {tr("Retrieve Password"), tr("Decrypt password"), u"server password show"_s}},
        {u"open-console"_s,
         {tr("VNC console"), tr("Remote console"), tr("Screen"), u"console url show"_s}},
        {u"show-log"_s, {tr("Console log"), u"console log show"_s}},
        {u"connect-server"_s, {tr("SSH"), tr("Log in"), u"server ssh"_s}},
        {u"check-reachability"_s, {tr("Ping"), tr("Firewall")}},
        {CreateSnapshot::kindName,
         {tr("Create Image"), tr("Back up instance"), u"server image create"_s}},
        {u"create-server-group"_s, {tr("Affinity"), tr("Anti-affinity")}},
        {u"delete-server-group"_s, {tr("Delete Server Group")}},
        {u"import-key-pair"_s, {tr("Add SSH key")}},
        {u"generate-key-pair"_s, {tr("Create Key Pair"), tr("Generate new key"), tr("SSH key")}},
        {u"delete-key-pair"_s, {tr("Delete Key Pair")}},
    };
}

OtherNames::Names OtherNames::ofNetwork()
{
    return {
        {u"connect-network"_s, {tr("Attach Interface"), tr("Add port"), tr("Add network")}},
        {u"connect-port"_s, {tr("Attach Interface"), tr("Add port")}},
        {u"disconnect-interface"_s, {tr("Detach Interface"), tr("Remove port")}},
        {u"disconnect-port"_s, {tr("Detach Interface"), tr("Remove port")}},
        {u"add-fixed-ip"_s, {tr("Add IP address")}},
        {u"allocate-floating-ip"_s, {tr("Allocate IP To Project"), tr("Public IP")}},
        {u"associate-floating-ip"_s, {tr("Public IP"), tr("Add floating IP")}},
        {u"disassociate-floating-ip"_s, {tr("Disassociate Floating IP"), tr("Public IP")}},
        {u"disassociate-server-floating-ip"_s, {tr("Public IP"), tr("Remove floating IP")}},
        {u"release-floating-ip"_s, {tr("Release Floating IP"), tr("Delete floating IP")}},
        {u"add-security-group"_s, {tr("Edit Security Groups"), tr("Edit Port Security Groups")}},
        {u"remove-security-group"_s, {tr("Edit Security Groups"), tr("Edit Port Security Groups")}},
        {u"add-security-group-to-port"_s, {tr("Edit Port Security Groups")}},
        {u"remove-security-group-from-port"_s, {tr("Edit Port Security Groups")}},
        {u"enable-port"_s, {tr("Edit Port"), tr("Enable Admin State")}},
        {u"disable-port"_s, {tr("Edit Port"), tr("Enable Admin State")}},
        {u"create-security-group"_s, {tr("Firewall")}},
        {u"edit-security-group"_s, {tr("Edit Security Group")}},
        {u"delete-security-group"_s, {tr("Delete Security Group")}},
        {u"add-security-group-rule"_s, {tr("Manage Rules"), tr("Open port"), tr("Firewall")}},
    };
}

OtherNames::Names OtherNames::ofStorage()
{
    return {
        {u"attach-volume"_s, {tr("Connect volume"), tr("Attach disk")}},
        {u"attach-to-server"_s, {tr("Manage Attachments"), tr("Attach volume")}},
        {u"detach-volume"_s, {tr("Disconnect volume")}},
        {u"detach-from-server"_s, {tr("Manage Attachments"), tr("Detach volume")}},
        {u"extend-volume"_s, {tr("Extend Volume"), tr("Resize volume")}},
        {u"retype-volume"_s, {tr("Change Volume Type"), tr("Retype")}},
        {u"upload-volume"_s, {tr("Upload to Image")}},
        {u"create-volume-transfer"_s, {tr("Create Transfer")}},
        {u"reset-volume-state"_s, {tr("Update Volume Status")}},
        {u"back-up-volume"_s, {tr("Create Backup")}},
        {u"restore-backup"_s, {tr("Restore Backup"), tr("Create volume from backup")}},
        {u"delete-volume"_s, {tr("Delete Volume"), u"volume delete"_s}},
        {u"protect-image"_s, {tr("Edit Image")}},
        {u"unprotect-image"_s, {tr("Edit Image")}},
        {u"delete-image"_s, {tr("Delete Image"), u"image delete"_s}},
        {u"rename-volume"_s, {tr("Edit Volume")}},
        {u"describe-volume"_s, {tr("Edit Volume")}},
        {u"edit-volume-metadata"_s, {tr("Update Metadata")}},
        {u"edit-volume-image-properties"_s, {tr("Volume image metadata")}},
        {u"rename-volume-snapshot"_s, {tr("Edit Snapshot")}},
        {u"describe-volume-snapshot"_s, {tr("Edit Snapshot")}},
        {u"edit-volume-snapshot-metadata"_s, {tr("Update Metadata")}},
    };
}

} // namespace

QStringList otherNames(const QString &key)
{
    static const OtherNames::Names all = [] {
        OtherNames::Names names = OtherNames::ofPower();
        names.insert(OtherNames::ofChanges());
        names.insert(OtherNames::ofNetwork());
        names.insert(OtherNames::ofStorage());
        return names;
    }();
    return all.value(key);
}

} // namespace oriel::operations
