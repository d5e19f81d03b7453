<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>SeveralWords</name>
    <message numerus="yes">
        <source>%n selected resource(s) are left out. %1</source>
        <translation>
            <numerusform>%n selected resource is left out. %1</numerusform>
            <numerusform>%n selected resources are left out. %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>And %n more.</numerusform>
            <numerusform>And %n more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShelveActions</name>
    <message numerus="yes">
        <source>Shelve %n instance(s)?</source>
        <translation>
            <numerusform>Shelve %n instance?</numerusform>
            <numerusform>Shelve %n instances?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Shelve %n instance(s)</source>
        <translation>
            <numerusform>Shelve %n instance</numerusform>
            <numerusform>Shelve %n instances</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FlavorWords</name>
    <message numerus="yes">
        <source>%n NUMA node(s)</source>
        <translation>
            <numerusform>%n NUMA node</numerusform>
            <numerusform>%n NUMA nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n virtual GPU(s)</source>
        <translation>
            <numerusform>%n virtual GPU</numerusform>
            <numerusform>%n virtual GPUs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n GPU(s)</source>
        <translation>
            <numerusform>%n GPU</numerusform>
            <numerusform>%n GPUs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResizeActions</name>
    <message numerus="yes">
        <source>Confirm %n resize(s)?</source>
        <translation>
            <numerusform>Confirm %n resize?</numerusform>
            <numerusform>Confirm %n resizes?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Confirm %n resize(s)</source>
        <translation>
            <numerusform>Confirm %n resize</numerusform>
            <numerusform>Confirm %n resizes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Revert %n resize(s)?</source>
        <translation>
            <numerusform>Revert %n resize?</numerusform>
            <numerusform>Revert %n resizes?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Revert %n resize(s)</source>
        <translation>
            <numerusform>Revert %n resize</numerusform>
            <numerusform>Revert %n resizes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RebuildAction</name>
    <message numerus="yes">
        <source>%n other volume(s) stay as they are.</source>
        <translation>
            <numerusform>%n other volume stays as it is.</numerusform>
            <numerusform>%n other volumes stay as they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReplacementActions</name>
    <message numerus="yes">
        <source>The cloud is set to delete %n volume(s) with the instance. Oriel first changes this setting permanently, so that they are kept. If that fails, nothing is deleted.</source>
        <translation>
            <numerusform>The cloud is set to delete a volume with the instance. Oriel first changes this setting permanently, so that it is kept. If that fails, nothing is deleted.</numerusform>
            <numerusform>The cloud is set to delete %n volumes with the instance. Oriel first changes this setting permanently, so that they are kept. If that fails, nothing is deleted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecoveryActions</name>
    <message numerus="yes">
        <source>End the rescue of %n instance(s)?</source>
        <translation>
            <numerusform>End the rescue of %n instance?</numerusform>
            <numerusform>End the rescue of %n instances?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServerActions</name>
    <message numerus="yes">
        <source>Reboot %n instance(s)?</source>
        <translation>
            <numerusform>Reboot %n instance?</numerusform>
            <numerusform>Reboot %n instances?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reboot %n instance(s)</source>
        <translation>
            <numerusform>Reboot %n instance</numerusform>
            <numerusform>Reboot %n instances</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Shut off %n instance(s)?</source>
        <translation>
            <numerusform>Shut off %n instance?</numerusform>
            <numerusform>Shut off %n instances?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Shut off %n instance(s)</source>
        <translation>
            <numerusform>Shut off %n instance</numerusform>
            <numerusform>Shut off %n instances</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hard reboot %n instance(s)?</source>
        <translation>
            <numerusform>Hard reboot %n instance?</numerusform>
            <numerusform>Hard reboot %n instances?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hard reboot %n instance(s)</source>
        <translation>
            <numerusform>Hard reboot %n instance</numerusform>
            <numerusform>Hard reboot %n instances</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeyPairActions</name>
    <message numerus="yes">
        <source>Delete %n key pair(s)?</source>
        <translation>
            <numerusform>Delete %n key pair?</numerusform>
            <numerusform>Delete %n key pairs?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n key pair(s)</source>
        <translation>
            <numerusform>Delete %n key pair</numerusform>
            <numerusform>Delete %n key pairs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ctl::Images</name>
    <message numerus="yes">
        <source>Its %n volume snapshot(s) are left behind. To delete them as well: orielctl snapshot delete %1</source>
        <translation>
            <numerusform>Its volume snapshot stays behind. To delete it, too: orielctl snapshot delete %1</numerusform>
            <numerusform>Its %n volume snapshots stay behind. To delete them, too: orielctl snapshot delete %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ctl::Snapshots</name>
    <message numerus="yes">
        <source>orielctl: %n volume snapshot(s) (%1 GiB) are left over, because the image that they were created for no longer exists: %2. To list them: orielctl snapshot list --leftover</source>
        <translation>
            <numerusform>orielctl: %n volume snapshot (%1 GiB) is left over, because the image that it was created for no longer exists: %2. To list it: orielctl snapshot list --leftover</numerusform>
            <numerusform>orielctl: %n volume snapshots (%1 GiB) are left over, because the image that they were created for no longer exists: %2. To list them: orielctl snapshot list --leftover</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ctl::SnapshotCreate</name>
    <message numerus="yes">
        <source>The snapshot was created, but %n older one(s) were not deleted.</source>
        <translation>
            <numerusform>The snapshot was created, but %n older one was not deleted.</numerusform>
            <numerusform>The snapshot was created, but %n older ones were not deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The snapshot was created, but %n volume snapshot(s) were not backed up.</source>
        <translation>
            <numerusform>The snapshot was created, but %n volume snapshot was not backed up.</numerusform>
            <numerusform>The snapshot was created, but %n volume snapshots were not backed up.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::forms::RemovalForm</name>
    <message numerus="yes">
        <source>Delete %n instance(s)</source>
        <translation>
            <numerusform>Delete %n instance</numerusform>
            <numerusform>Delete %n instances</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n volume(s)</source>
        <translation>
            <numerusform>Delete %n volume</numerusform>
            <numerusform>Delete %n volumes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n resource(s)</source>
        <translation>
            <numerusform>Delete %n resource</numerusform>
            <numerusform>Delete %n resources</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n instance(s)</source>
        <translation>
            <numerusform>%n instance</numerusform>
            <numerusform>%n instances</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n volume(s)</source>
        <translation>
            <numerusform>%n volume</numerusform>
            <numerusform>%n volumes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n floating IP(s)</source>
        <translation>
            <numerusform>%n floating IP</numerusform>
            <numerusform>%n floating IPs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n port(s)</source>
        <translation>
            <numerusform>%n port</numerusform>
            <numerusform>%n ports</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n snapshot(s) stay. You can still launch an instance from them.</source>
        <translation>
            <numerusform>A snapshot stays. You can still launch an instance from it.</numerusform>
            <numerusform>%n snapshots stay. You can still launch an instance from them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n volume snapshot(s)</source>
        <translation>
            <numerusform>Delete %n volume snapshot</numerusform>
            <numerusform>Delete %n volume snapshots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n image(s) and snapshot(s)</source>
        <translation>
            <numerusform>Delete %n image or snapshot</numerusform>
            <numerusform>Delete %n images and snapshots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n snapshot(s)</source>
        <translation>
            <numerusform>Delete %n snapshot</numerusform>
            <numerusform>Delete %n snapshots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n volume snapshot(s) (%1) remain and keep using quota. You can no longer launch an instance from them directly. They are listed as orphaned under Storage → Snapshots.</source>
        <translation>
            <numerusform>Its volume snapshot (%1) remains and keeps using quota. You can no longer launch an instance from it directly. It is listed as orphaned under Storage → Snapshots.</numerusform>
            <numerusform>%n volume snapshots (%1) remain and keep using quota. You can no longer launch an instance from them directly. They are listed as orphaned under Storage → Snapshots.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s)</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n volume snapshot(s)</source>
        <translation>
            <numerusform>%n volume snapshot</numerusform>
            <numerusform>%n volume snapshots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n backup(s)</source>
        <translation>
            <numerusform>Delete %n backup</numerusform>
            <numerusform>Delete %n backups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s)</source>
        <translation>
            <numerusform>%n backup</numerusform>
            <numerusform>%n backups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of the %1 selected cannot be deleted now and is/are skipped.</source>
        <translation>
            <numerusform>%n of the %1 selected cannot be deleted now and is skipped.</numerusform>
            <numerusform>%n of the %1 selected cannot be deleted now and are skipped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The list marks the other %n.</source>
        <translation>
            <numerusform>The list marks the other one.</numerusform>
            <numerusform>The list marks the other %n.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::forms::SnapshotForm</name>
    <message numerus="yes">
        <source>Include %n attached volume(s) (%1 GiB)</source>
        <translation>
            <numerusform>Include the attached volume (%1 GiB)</numerusform>
            <numerusform>Include %n attached volumes (%1 GiB)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Include the attached volumes of %n instance(s) that boot from an image (%1 GiB)</source>
        <translation>
            <numerusform>Include the attached volumes of %n instance that boots from an image (%1 GiB)</numerusform>
            <numerusform>Include the attached volumes of %n instances that boot from an image (%1 GiB)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n instance(s) will be offline while being captured.</source>
        <translation>
            <numerusform>%n instance will be offline while it is captured.</numerusform>
            <numerusform>%n instances will be offline while they are captured.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Create %n snapshot(s)</source>
        <translation>
            <numerusform>Create %n snapshot</numerusform>
            <numerusform>Create %n snapshots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Create %n snapshot(s) after shutting off</source>
        <translation>
            <numerusform>Create %n snapshot after shutting off</numerusform>
            <numerusform>Create %n snapshots after shutting off</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::humanize</name>
    <message numerus="yes">
        <source>%n minutes</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n months</source>
        <translation>
            <numerusform>%n month</numerusform>
            <numerusform>%n months</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n years</source>
        <translation>
            <numerusform>%n year</numerusform>
            <numerusform>%n years</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RestoreActions</name>
    <message numerus="yes">
        <source>%n volume(s) cannot be restored: the volume snapshot is missing or not available.</source>
        <translation>
            <numerusform>%n volume cannot be restored: its volume snapshot is missing or not available.</numerusform>
            <numerusform>%n volumes cannot be restored: their volume snapshots are missing or not available.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::ActivityPage</name>
    <message numerus="yes">
        <source>%n operation(s)</source>
        <translation>
            <numerusform>%n operation</numerusform>
            <numerusform>%n operations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln operation(s) hidden by the filter.</source>
        <translation>
            <numerusform>%Ln operation hidden by it.</numerusform>
            <numerusform>%Ln operations hidden by it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::CloudSearchBar</name>
    <message numerus="yes">
        <source>%Ln match(es) for “%1” in the whole cloud.</source>
        <translation>
            <numerusform>%Ln match for “%1” in the whole cloud.</numerusform>
            <numerusform>%Ln matches for “%1” in the whole cloud.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln exact match(es) for “%1” in the whole cloud.</source>
        <translation>
            <numerusform>%Ln in the whole cloud is named exactly “%1”.</numerusform>
            <numerusform>%Ln in the whole cloud are named exactly “%1”.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::ConfirmDialog</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::ListPanel</name>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln selected</numerusform>
            <numerusform>%Ln selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) hidden by the filter.</source>
        <translation>
            <numerusform>%Ln row is hidden by it.</numerusform>
            <numerusform>%Ln rows are hidden by it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::MainWindow</name>
    <message numerus="yes">
        <source>%n operation(s) still running.</source>
        <translation>
            <numerusform>%n operation is still running.</numerusform>
            <numerusform>%n operations are still running.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::OverviewPage</name>
    <message numerus="yes">
        <source>%n in error</source>
        <translation>
            <numerusform>%n in error</numerusform>
            <numerusform>%n in error</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n active</source>
        <translation>
            <numerusform>%n active</numerusform>
            <numerusform>%n active</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n private</source>
        <translation>
            <numerusform>%n private</numerusform>
            <numerusform>%n private</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::ServerActionsController</name>
    <message numerus="yes">
        <source>Shut off %n instance(s)?</source>
        <translation>
            <numerusform>Shut off %n instance?</numerusform>
            <numerusform>Shut off %n instances?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Shut off %n instance(s)</source>
        <translation>
            <numerusform>Shut off %n instance</numerusform>
            <numerusform>Shut off %n instances</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reboot %n instance(s)?</source>
        <translation>
            <numerusform>Reboot %n instance?</numerusform>
            <numerusform>Reboot %n instances?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reboot %n instance(s)</source>
        <translation>
            <numerusform>Reboot %n instance</numerusform>
            <numerusform>Reboot %n instances</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ctl::Unfinished</name>
    <message numerus="yes">
        <source>%n operation(s) did not finish because Oriel quit: %1. Run “orielctl resume”.</source>
        <translation>
            <numerusform>%n operation did not finish, because Oriel ended: %1. Run “orielctl resume”.</numerusform>
            <numerusform>%n operations did not finish, because Oriel ended: %1. Run “orielctl resume”.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::StatusLine</name>
    <message numerus="yes">
        <source>%n operation(s) running</source>
        <translation>
            <numerusform>%n operation running</numerusform>
            <numerusform>%n operations running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::ImagesList</name>
    <message numerus="yes">
        <source>%1 image(s)</source>
        <translation>
            <numerusform>%1 image</numerusform>
            <numerusform>%1 images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::InstancesList</name>
    <message numerus="yes">
        <source>%n snapshot(s) are being created.</source>
        <translation>
            <numerusform>%n snapshot is being created.</numerusform>
            <numerusform>%n snapshots are being created.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 instance(s)</source>
        <translation>
            <numerusform>%1 instance</numerusform>
            <numerusform>%1 instances</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::ListPage</name>
    <message numerus="yes">
        <source>Copy %n ID(s)</source>
        <translation>
            <numerusform>Copy ID</numerusform>
            <numerusform>Copy %n IDs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %n name(s)</source>
        <translation>
            <numerusform>Copy name</numerusform>
            <numerusform>Copy %n names</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::KeyPairsList</name>
    <message numerus="yes">
        <source>%1 key pair(s)</source>
        <translation>
            <numerusform>%1 key pair</numerusform>
            <numerusform>%1 key pairs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::VolumesList</name>
    <message numerus="yes">
        <source>%n volume snapshot(s) are being created.</source>
        <translation>
            <numerusform>%n volume snapshot is being created.</numerusform>
            <numerusform>%n volume snapshots are being created.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 volume(s)</source>
        <translation>
            <numerusform>%1 volume</numerusform>
            <numerusform>%1 volumes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::SnapshotsList</name>
    <message numerus="yes">
        <source>%1 snapshot(s)</source>
        <translation>
            <numerusform>%1 snapshot</numerusform>
            <numerusform>%1 snapshots</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::VolumeSnapshotsList</name>
    <message numerus="yes">
        <source>%1 volume snapshot(s)</source>
        <translation>
            <numerusform>%1 volume snapshot</numerusform>
            <numerusform>%1 volume snapshots</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::SettingsDialog</name>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StorageActions</name>
    <message numerus="yes">
        <source>Create %n volume snapshot(s)</source>
        <translation>
            <numerusform>Create %n volume snapshot</numerusform>
            <numerusform>Create %n volume snapshots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n volume snapshot(s) were created.</source>
        <translation>
            <numerusform>%n volume snapshot was created.</numerusform>
            <numerusform>%n volume snapshots were created.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Keep %n snapshot(s) until</source>
        <translation>
            <numerusform>Keep %n snapshot until</numerusform>
            <numerusform>Keep %n snapshots until</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The keep-until date of %n snapshot(s) was changed.</source>
        <translation>
            <numerusform>The keep-until date of %n snapshot was changed.</numerusform>
            <numerusform>The keep-until date of %n snapshots was changed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::NetworkingTab</name>
    <message numerus="yes">
        <source>Copy %n address(es)</source>
        <translation>
            <numerusform>Copy address</numerusform>
            <numerusform>Copy %n addresses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Due</name>
    <message numerus="yes">
        <source>%n snapshot(s), %1</source>
        <translation>
            <numerusform>%n snapshot, %1</numerusform>
            <numerusform>%n snapshots, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::ActionFlow</name>
    <message numerus="yes">
        <source>%1: %n succeeded.</source>
        <translation>
            <numerusform>%1: %n succeeded.</numerusform>
            <numerusform>%1: %n succeeded.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: not done to %n of the selected resource(s).</source>
        <translation>
            <numerusform>%1: not done to %n of the selected resources.</numerusform>
            <numerusform>%1: not done to %n of the selected resources.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::FieldsDialog</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::DeleteFlow</name>
    <message numerus="yes">
        <source>%n instance(s) were deleted.</source>
        <translation>
            <numerusform>%n instance was deleted.</numerusform>
            <numerusform>%n instances were deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n volume(s) were deleted.</source>
        <translation>
            <numerusform>%n volume was deleted.</numerusform>
            <numerusform>%n volumes were deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images and snapshots were deleted.</source>
        <translation>
            <numerusform>%n image or snapshot was deleted.</numerusform>
            <numerusform>%n images and snapshots were deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) were deleted.</source>
        <translation>
            <numerusform>%n image was deleted.</numerusform>
            <numerusform>%n images were deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n snapshot(s) were deleted.</source>
        <translation>
            <numerusform>%n snapshot was deleted.</numerusform>
            <numerusform>%n snapshots were deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n volume snapshot(s) were deleted.</source>
        <translation>
            <numerusform>%n volume snapshot was deleted.</numerusform>
            <numerusform>%n volume snapshots were deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more.</source>
        <translation>
            <numerusform>… and %n more.</numerusform>
            <numerusform>… and %n more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s) were deleted.</source>
        <translation>
            <numerusform>%n backup was deleted.</numerusform>
            <numerusform>%n backups were deleted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::SnapshotDetails</name>
    <message numerus="yes">
        <source>Copy %n ID(s)</source>
        <translation>
            <numerusform>Copy ID</numerusform>
            <numerusform>Copy %n IDs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::LaunchFlow</name>
    <message numerus="yes">
        <source>%n instance(s) are running.</source>
        <translation>
            <numerusform>%n instance is running.</numerusform>
            <numerusform>%n instances are running.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The other %n instance(s) are running and stay.</source>
        <translation>
            <numerusform>The other instance is running and stays.</numerusform>
            <numerusform>The other %n instances are running and stay.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FloatingIpActions</name>
    <message numerus="yes">
        <source>Disassociate %n floating IP(s)?</source>
        <translation>
            <numerusform>Disassociate %n floating IP?</numerusform>
            <numerusform>Disassociate %n floating IPs?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Disassociate %n floating IP(s)</source>
        <translation>
            <numerusform>Disassociate %n floating IP</numerusform>
            <numerusform>Disassociate %n floating IPs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Release %n floating IP(s)?</source>
        <translation>
            <numerusform>Release %n floating IP?</numerusform>
            <numerusform>Release %n floating IPs?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Release %n floating IP(s)</source>
        <translation>
            <numerusform>Release %n floating IP</numerusform>
            <numerusform>Release %n floating IPs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SecurityGroupActions</name>
    <message numerus="yes">
        <source>Delete %n security group(s)?</source>
        <translation>
            <numerusform>Delete %n security group?</numerusform>
            <numerusform>Delete %n security groups?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n security group(s)</source>
        <translation>
            <numerusform>Delete %n security group</numerusform>
            <numerusform>Delete %n security groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It is in use by %n network port(s). Remove it from them first.</source>
        <translation>
            <numerusform>It is in use by %n network port. Remove it from the port first.</numerusform>
            <numerusform>It is in use by %n network ports. Remove it from them first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The rule takes effect at once, on the %n network port(s) with this group.</source>
        <translation>
            <numerusform>The rule takes effect at once, on the port with this group.</numerusform>
            <numerusform>The rule takes effect at once, on the %n network ports with this group.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n rule(s)?</source>
        <translation>
            <numerusform>Delete %n rule?</numerusform>
            <numerusform>Delete %n rules?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n rule(s)</source>
        <translation>
            <numerusform>Delete %n rule</numerusform>
            <numerusform>Delete %n rules</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PortGroupActions</name>
    <message numerus="yes">
        <source>The group is added to the %n network port(s) of the instance.</source>
        <translation>
            <numerusform>The group is added to the %n network port of the instance.</numerusform>
            <numerusform>The group is added to the %n network ports of the instance.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The group is removed from the %n network port(s) of the instance.</source>
        <translation>
            <numerusform>The group is removed from the %n network port of the instance.</numerusform>
            <numerusform>The group is removed from the %n network ports of the instance.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other network port(s) of the instance were changed.</source>
        <translation>
            <numerusform>%n other network port of the instance was changed.</numerusform>
            <numerusform>%n other network ports of the instance were changed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PortStateActions</name>
    <message numerus="yes">
        <source>Disable %n port(s)?</source>
        <translation>
            <numerusform>Disable %n port?</numerusform>
            <numerusform>Disable %n ports?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Disable %n port(s)</source>
        <translation>
            <numerusform>Disable %n port</numerusform>
            <numerusform>Disable %n ports</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::FloatingIpsList</name>
    <message numerus="yes">
        <source>%1 floating IP(s)</source>
        <translation>
            <numerusform>%1 floating IP</numerusform>
            <numerusform>%1 floating IPs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::SecurityGroupsList</name>
    <message numerus="yes">
        <source>%1 security group(s)</source>
        <translation>
            <numerusform>%1 security group</numerusform>
            <numerusform>%1 security groups</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::SecurityGroupBody</name>
    <message numerus="yes">
        <source>%1 and %n more instance(s) have this group.</source>
        <translation>
            <numerusform>%1 and %n more instance have this group.</numerusform>
            <numerusform>%1 and %n more instances have this group.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InstancePlan</name>
    <message numerus="yes">
        <source>“%1” has %n volume snapshot(s), and the cloud deletes a volume only without them. To delete it, tick it: they are deleted first.</source>
        <translation>
            <numerusform>“%1” has a volume snapshot, and the cloud deletes a volume only without it. To delete it, tick it: its snapshot is deleted first.</numerusform>
            <numerusform>“%1” has %n volume snapshots, and the cloud deletes a volume only without them. To delete it, tick it: they are deleted first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n incremental backup(s) depend on “%1”. To delete it, tick it: they are deleted first.</source>
        <translation>
            <numerusform>%n incremental backup depends on “%1”. To delete it, tick it: the increment is deleted first.</numerusform>
            <numerusform>%n incremental backups depend on “%1”. To delete it, tick it: they are deleted first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeletionActions</name>
    <message numerus="yes">
        <source>Delete %n instance(s) now?</source>
        <translation>
            <numerusform>Delete %n instance now?</numerusform>
            <numerusform>Delete %n instances now?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n instance(s)</source>
        <translation>
            <numerusform>Delete %n instance</numerusform>
            <numerusform>Delete %n instances</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServerGroupActions</name>
    <message numerus="yes">
        <source>Delete %n server group(s)?</source>
        <translation>
            <numerusform>Delete %n server group?</numerusform>
            <numerusform>Delete %n server groups?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n server group(s)</source>
        <translation>
            <numerusform>Delete %n server group</numerusform>
            <numerusform>Delete %n server groups</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::ServerGroupsList</name>
    <message numerus="yes">
        <source>%1 server group(s)</source>
        <translation>
            <numerusform>%1 server group</numerusform>
            <numerusform>%1 server groups</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::ServerGroupBody</name>
    <message numerus="yes">
        <source>%n more instance(s) are not in the list of instances that you can see.</source>
        <translation>
            <numerusform>%n more instance is not in the list of instances that you can see.</numerusform>
            <numerusform>%n more instances are not in the list of instances that you can see.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupPolicy</name>
    <message numerus="yes">
        <source>At most %n instances run on one host. If no host is free, a launch fails.</source>
        <translation>
            <numerusform>At most %n instance runs on one host. If no host is free, a launch fails.</numerusform>
            <numerusform>At most %n instances run on one host. If no host is free, a launch fails.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServerDetailActions</name>
    <message numerus="yes">
        <source>An instance can have at most %n tag(s).</source>
        <translation>
            <numerusform>An instance can have at most %n tag.</numerusform>
            <numerusform>An instance can have at most %n tags.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>An instance can have at most %n metadata item(s).</source>
        <translation>
            <numerusform>An instance can have at most %n metadata item.</numerusform>
            <numerusform>An instance can have at most %n metadata items.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Set %n item(s)</source>
        <translation>
            <numerusform>Set %n item</numerusform>
            <numerusform>Set %n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::FlavorsList</name>
    <message numerus="yes">
        <source>%1 flavor(s)</source>
        <translation>
            <numerusform>%1 flavor</numerusform>
            <numerusform>%1 flavors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n vCPU(s), %1</source>
        <translation>
            <numerusform>%n vCPU, %1</numerusform>
            <numerusform>%n vCPUs, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VolumeActions</name>
    <message numerus="yes">
        <source>It has %n volume snapshot(s). With them the type can only be changed on the same storage.</source>
        <translation>
            <numerusform>It has %n volume snapshot. With it the type can only be changed on the same storage.</numerusform>
            <numerusform>It has %n volume snapshots. With them the type can only be changed on the same storage.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TransferActions</name>
    <message numerus="yes">
        <source>%n volume snapshot(s) go with it.</source>
        <translation>
            <numerusform>%n volume snapshot goes with it.</numerusform>
            <numerusform>%n volume snapshots go with it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VolumeImageActions</name>
    <message numerus="yes">
        <source>Set %n image propertie(s)</source>
        <translation>
            <numerusform>Set %n image property</numerusform>
            <numerusform>Set %n image properties</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VolumeDetailActions</name>
    <message numerus="yes">
        <source>Set %n item(s)</source>
        <translation>
            <numerusform>Set %n item</numerusform>
            <numerusform>Set %n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupActions</name>
    <message numerus="yes">
        <source>%n backup(s) are read, from the full one to this increment.</source>
        <translation>
            <numerusform>%n backup is read.</numerusform>
            <numerusform>%n backups are read, from the full one to this increment.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its %n volume snapshot(s) stay.</source>
        <translation>
            <numerusform>Its volume snapshot stays.</numerusform>
            <numerusform>Its %n volume snapshots stay.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::BackupsList</name>
    <message numerus="yes">
        <source>%1 backup(s)</source>
        <translation>
            <numerusform>%1 backup</numerusform>
            <numerusform>%1 backups</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ctl::VolumeBackups</name>
    <message numerus="yes">
        <source>%n increment(s) build on “%1”, and the cloud deletes it only without them. Use --cascade to delete them first.</source>
        <translation>
            <numerusform>%n increment builds on “%1”, and the cloud deletes it only without that. Use --cascade to delete it first.</numerusform>
            <numerusform>%n increments build on “%1”, and the cloud deletes it only without them. Use --cascade to delete them first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::operations::ScheduleRunner</name>
    <message numerus="yes">
        <source>%n scheduled snapshot(s) were deleted.</source>
        <translation>
            <numerusform>%n scheduled snapshot was deleted.</numerusform>
            <numerusform>%n scheduled snapshots were deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n scheduled backup(s) were created.</source>
        <translation>
            <numerusform>%n scheduled backup was created.</numerusform>
            <numerusform>%n scheduled backups were created.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n full backup(s) of the schedule were deleted, with their increments.</source>
        <translation>
            <numerusform>%n full backup of the schedule was deleted, with its increments.</numerusform>
            <numerusform>%n full backups of the schedule were deleted, with their increments.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::forms::ScheduleWords</name>
    <message numerus="yes">
        <source>The newest %n are kept.</source>
        <translation>
            <numerusform>Only the newest is kept.</numerusform>
            <numerusform>The newest %n are kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The volume snapshots are backed up, and the newest %n backup(s) of each volume are kept.</source>
        <translation>
            <numerusform>The volume snapshots are backed up, and the newest backup of each volume is kept.</numerusform>
            <numerusform>The volume snapshots are backed up, and the newest %n backups of each volume are kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupSnapshotActions</name>
    <message numerus="yes">
        <source>Of the %n volume(s) of the group “%1”</source>
        <translation>
            <numerusform>Of the volume of the group “%1”</numerusform>
            <numerusform>Of the %n volumes of the group “%1”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new volume(s) with the data of the snapshots are created, in a new volume group. All other volumes stay as they are.</source>
        <translation>
            <numerusform>A new volume with the data of the snapshot is created, in a new volume group. All other volumes stay as they are.</numerusform>
            <numerusform>%n new volumes with the data of the snapshots are created, in a new volume group. All other volumes stay as they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n group snapshot(s)?</source>
        <translation>
            <numerusform>Delete %n group snapshot?</numerusform>
            <numerusform>Delete %n group snapshots?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n group snapshot(s)</source>
        <translation>
            <numerusform>Delete %n group snapshot</numerusform>
            <numerusform>Delete %n group snapshots</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VolumeGroupActions</name>
    <message numerus="yes">
        <source>Change the volume group of %n volume(s)</source>
        <translation>
            <numerusform>Change the volume group of %n volume</numerusform>
            <numerusform>Change the volume group of %n volumes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The volume group of %n volume(s) was changed.</source>
        <translation>
            <numerusform>The volume group of %n volume was changed.</numerusform>
            <numerusform>The volume group of %n volumes was changed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n volume(s) are taken out of the group and kept: %1.</source>
        <translation>
            <numerusform>A volume is taken out of the group and kept: %1.</numerusform>
            <numerusform>%n volumes are taken out of the group and kept: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n volume(s) are deleted with all their data: %1.</source>
        <translation>
            <numerusform>A volume is deleted with all its data: %1.</numerusform>
            <numerusform>%n volumes are deleted with all their data: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n volume(s) joined the group after you confirmed the deletion: %1.</source>
        <translation>
            <numerusform>A volume joined the group after you confirmed the deletion: %1.</numerusform>
            <numerusform>%n volumes joined the group after you confirmed the deletion: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It has %n group snapshot(s). Delete them first.</source>
        <translation>
            <numerusform>It has a group snapshot. Delete it first.</numerusform>
            <numerusform>It has %n group snapshots. Delete them first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::ui::VolumeGroupsList</name>
    <message numerus="yes">
        <source>%1 volume group(s)</source>
        <translation>
            <numerusform>%1 volume group</numerusform>
            <numerusform>%1 volume groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 group snapshot(s)</source>
        <translation>
            <numerusform>%1 group snapshot</numerusform>
            <numerusform>%1 group snapshots</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>oriel::forms::ScheduleForm</name>
    <message numerus="yes">
        <source>Every %n backup(s), all data is copied; in between, what has changed.</source>
        <translation>
            <numerusform>Each backup copies all data.</numerusform>
            <numerusform>Every %n backups, all data is copied; in between, what has changed.</numerusform>
        </translation>
    </message>
</context>
</TS>
