#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/serverconditions.h"

#include "openstack/image/image.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Server;

class PasswordActions
{
    Q_DECLARE_TR_FUNCTIONS(PasswordActions)

public:
    static Action set();
    static Action showWindows();

private:
    static Briefing briefing(const Situation &situation, const QString &id, const Values &values);
};

Briefing PasswordActions::briefing(const Situation &situation, const QString &id, const Values &)
{
    const auto server = situation.stores.servers.find(id);
    const auto image = server ? situation.stores.images.find(server->imageId) : nullptr;
    const bool lacksAgent =
        image && image->properties.value(u"hw_qemu_guest_agent"_s).toLower() != "yes"_L1;
    return {.notes = {
                {lacksAgent
                     ? tr("A guest agent in the instance sets the password, and its image does not "
                          "announce one (hw_qemu_guest_agent). The cloud will probably refuse.")
                     : tr("A guest agent in the instance sets the password. Without one, the cloud "
                          "refuses, or accepts it without effect."),
                 lacksAgent},
                {tr("It is the password of root, or of the administrator of Windows. Oriel does "
                    "not keep it.")}}};
}

Action PasswordActions::set()
{
    return ActionOf<Server>(u"set-password"_s,
                            {tr("Set password…"), tr("Set the password of “%1”"),
                             tr("The password of “%1” is being set."),
                             tr("The password of “%1” was set."),
                             tr("The password of “%1” was not set."),
                             tr("It is not known whether the password of “%1” was set.")})
        .icon(u"key"_s)
        .single()
        .summary(tr("Set the password of root or the administrator, which it asks for"))
        .when(ServerCondition{
            .vmStates = {u"active"_s},
            .otherwise = tr("A password can be set while the instance is running. This one is "
                            "%1.")})
        .reads({Kind::Image})
        .asks({.key = u"password"_s,
               .label = tr("New password"),
               .type = Field::Type::Password,
               .required = true,
               .secret = true})
        .briefs(briefing)
        .sends([](const ActionOperation &operation) {
            return openstack::ActOnServer{
                operation.target().id, u"changePassword"_s,
                QJsonObject{{u"adminPass"_s, operation.text("password"_L1)}}};
        })
        .tracedAs(u"changePassword"_s)
        .readsRecord()
        .until([](const Server &server, const Values &) {
            return server.taskState.isEmpty() ? Progress::Done : Progress::InProgress;
        })
        .terminal({u"server"_s, u"password"_s, u"set"_s})
        .command([](const QString &target, const Values &) {
            // Asks for it: a command's words can be read by others on the computer.
            return QStringList{u"openstack"_s, u"server"_s, u"set"_s, u"--root-password"_s, target};
        });
}

Action PasswordActions::showWindows()
{
    return ActionOf<Server>(
               u"windows-password"_s,
               {tr("Windows password…"), tr("Show the Windows password of “%1”"), {}, {}, {}, {}})
        .form(Action::Form::WindowsPassword)
        .single()
        .obstacle([](const Situation &situation, const QString &id) {
            const auto server = situation.stores.servers.find(id);
            if (!server)
                return tr("It no longer exists.");
            return server->keyName.isEmpty()
                       ? tr("The instance was launched without a key pair, so it cannot hand over "
                            "a password.")
                       : QString();
        });
}

} // namespace

void addPasswordActions(std::vector<Action> &actions)
{
    actions.push_back(PasswordActions::set());
    actions.push_back(PasswordActions::showWindows());
}

} // namespace oriel::operations
