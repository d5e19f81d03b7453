#include "operations/poweraction.h"

#include "operations/commandline.h"

#include <QtCore/QStringList>

using namespace Qt::StringLiterals;

namespace oriel::operations {

QString actionName(PowerAction action)
{
    switch (action) {
    case PowerAction::Start:
        return u"start"_s;
    case PowerAction::ShutOff:
        return u"stop"_s;
    case PowerAction::Reboot:
    case PowerAction::HardReboot:
        break;
    }
    return u"reboot"_s;
}

QString actionWord(PowerAction action)
{
    return action == PowerAction::HardReboot ? u"hard-reboot"_s : actionName(action);
}

QString powerCommand(PowerAction action, const QString &serverId, const QString &serverName,
                     bool nameIsUnique)
{
    const bool byName = nameIsUnique && !serverName.isEmpty() && !serverName.startsWith(u'-');
    QStringList words{u"openstack"_s, u"server"_s, actionName(action)};
    if (action == PowerAction::HardReboot)
        words += u"--hard"_s;
    words += byName ? serverName : serverId;
    return shellLine(words);
}

} // namespace oriel::operations
