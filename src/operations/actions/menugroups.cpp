#include "operations/actions/menugroups.h"

#include "operations/actions/actions.h"
#include "operations/actions/serverdetails.h"
#include "operations/removal/removalrequest.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QHash>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

class MenuWords
{
    Q_DECLARE_TR_FUNCTIONS(MenuWords)
};

using Groups = QHash<QString, MenuGroup>;

Groups ofInstances()
{
    using enum MenuGroup;
    return {
        {u"hard-reboot-server"_s, Power},
        {u"pause-server"_s, Power},
        {u"unpause-server"_s, Power},
        {u"suspend-server"_s, Power},
        {u"resume-server"_s, Power},
        {u"shelve-server"_s, Power},
        {u"unshelve-server"_s, Power},
        {u"offload-server"_s, Power},
        {u"attach-volume"_s, Volumes},
        {u"detach-volume"_s, Volumes},
        {u"associate-floating-ip"_s, Network},
        {u"disassociate-server-floating-ip"_s, Network},
        {u"connect-network"_s, Network},
        {u"connect-port"_s, Network},
        {u"disconnect-interface"_s, Network},
        {u"add-security-group"_s, Network},
        {u"remove-security-group"_s, Network},
        {checkReach, Access},
        {showLog, Access},
        {u"set-password"_s, Access},
        {u"windows-password"_s, Access},
        {u"rename-server"_s, Change},
        {describeServer, Change},
        {editServerTags, Change},
        {addServerTag, Change},
        {editServerMetadata, Change},
        {setServerMetadataItem, Change},
        {u"lock-server"_s, Change},
        {u"unlock-server"_s, Change},
        {u"resize-server"_s, Change},
        {u"confirm-resize"_s, Change},
        {u"revert-resize"_s, Change},
        {u"rescue-server"_s, Rebuild},
        {u"unrescue-server"_s, Rebuild},
        {u"rebuild-server"_s, Rebuild},
        {u"recreate-server"_s, Rebuild},
        {u"copy-server-to-zone"_s, Rebuild},
        {u"reset-server-state"_s, Rebuild},
        {removalKind(openstack::Kind::Server), Last},
        {u"restore-server"_s, Last},
        {u"force-delete-server"_s, Last},
    };
}

Groups ofVolumes()
{
    using enum MenuGroup;
    return {
        {u"set-volume-deletion"_s, Change},   {u"retype-volume"_s, Change},
        {u"make-volume-bootable"_s, Change},  {u"make-volume-not-bootable"_s, Change},
        {u"make-volume-read-only"_s, Change}, {u"make-volume-writable"_s, Change},
        {u"rename-volume"_s, Change},         {u"describe-volume"_s, Change},
        {u"edit-volume-metadata"_s, Change},  {u"edit-volume-image-properties"_s, Change},
        {u"set-volume-group"_s, Change},      {u"reset-volume-state"_s, Change},
        {u"upload-volume"_s, Copy},           {u"create-volume-transfer"_s, Copy},
        {u"cancel-volume-transfer"_s, Copy},  {removalKind(openstack::Kind::Volume), Last},
    };
}

} // namespace

MenuGroup menuGroupOf(const QString &key)
{
    static const Groups all = [] {
        Groups groups = ofInstances();
        groups.insert(ofVolumes());
        return groups;
    }();
    return all.value(key, MenuGroup::Top);
}

QString titleOf(MenuGroup group)
{
    switch (group) {
    case MenuGroup::Power:
        //: Submenu: pause, suspend, shelve …
        return MenuWords::tr("Power");
    case MenuGroup::Volumes:
        //: Submenu: attach and detach volumes
        return MenuWords::tr("Volumes");
    case MenuGroup::Network:
        //: Submenu: addresses, interfaces and security groups
        return MenuWords::tr("Network");
    case MenuGroup::Access:
        //: Submenu: the ways into an instance, and its passwords
        return MenuWords::tr("Access");
    case MenuGroup::Change:
        //: Submenu: rename, resize, edit …
        return MenuWords::tr("Change");
    case MenuGroup::Rebuild:
        //: Submenu: rescue, rebuild, recreate …
        return MenuWords::tr("Rescue and rebuild");
    case MenuGroup::Copy:
        //: Submenu: of a volume, to an image or another project
        return MenuWords::tr("Copy and transfer");
    case MenuGroup::Top:
    case MenuGroup::Last:
        break;
    }
    return {};
}

} // namespace oriel::operations
