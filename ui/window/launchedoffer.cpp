#include "ui/window/launchedoffer.h"

#include "operations/actions/actions.h"
#include "operations/launch/launchinstance.h"
#include "store/cloudstores.h"
#include "ui/actions/actionflow.h"
#include "ui/dialogs/passworddialog.h"
#include "ui/window/notice.h"

#include <QtCore/QPointer>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QWidget>

#include <memory>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

/// Identifies an instance among the conditions of notices.
QString launchedKey(const QString &serverId)
{
    return u"launched/"_s + serverId;
}

} // namespace

LaunchedOffer::LaunchedOffer(const UiContext &ui, QWidget *window)
    : QObject(window)
    , m_ui(ui)
    , m_window(window)
    , m_flow(new ActionFlow(ui, window))
{
    connect(&ui.stores.servers, &store::StoreBase::changed, this,
            [this](const store::Delta &delta) {
                for (const QString &id : delta.removed)
                    Q_EMIT outdated(launchedKey(id));
            });
}

void LaunchedOffer::extend(Notice &notice, const std::vector<operations::Operation *> &finished)
{
    // They live as long as the notice that offers to show them.
    const auto passwords = std::make_shared<PasswordDialog::Passwords>();
    for (operations::Operation *operation : finished) {
        auto *launch = qobject_cast<operations::LaunchInstance *>(operation);
        if (!launch || launch->outcome() != operations::Outcome::Succeeded)
            continue;
        if (finished.size() == 1 && !launch->mainAddress().isEmpty())
            addAddress(notice, launch->resultId(), launch->mainAddress());
        notice.items.push_back({launchedKey(launch->resultId()), {}});
        if (launch->hasPassword())
            passwords->emplace_back(launch->request().server.name, launch->takePassword());
    }
    if (passwords->empty())
        return;
    notice.stays = true;
    notice.buttons.push_back(
        {.key = u"showPassword"_s,
         .text = passwords->size() == 1 ? tr("Show password…") : tr("Show passwords…"),
         .act =
             [passwords, theme = &m_ui.theme, window = QPointer(m_window)] {
                 auto *dialog = new PasswordDialog(*theme, tr("Administrator's password"),
                                                   tr("The cloud has set it for the user “root”, "
                                                      "or “Administrator” on Windows. It "
                                                      "works if the image sets it when it starts; "
                                                      "most Linux images use key pairs "
                                                      "only."),
                                                   std::exchange(*passwords, {}), window);
                 dialog->open();
             },
         .closes = true});
}

void LaunchedOffer::addAddress(Notice &notice, const QString &serverId, const QString &address)
{
    const QString text =
        tr("Its address is %1. If it does not answer yet, it may still be starting: wait a minute, "
           "then check whether it can be reached.")
            .arg(address);
    notice.text = notice.text.isEmpty() ? text : text + u'\n' + notice.text;
    notice.stays = true;
    const auto act = [flow = QPointer(m_flow), serverId](const QString &action) {
        return [flow, serverId, action] {
            if (flow)
                flow->begin(*operations::actionNamed(action), {serverId});
        };
    };
    notice.buttons.push_back(
        {.key = u"connectToIt"_s, .text = tr("Connect…"), .act = act(operations::connectServer)});
    notice.buttons.push_back(
        {.key = u"copyAddress"_s, .text = tr("Copy address"), .act = [address] {
             QGuiApplication::clipboard()->setText(address);
         }});
    notice.buttons.push_back({.key = u"checkReach"_s,
                              .text = tr("Check reachability…"),
                              .act = act(operations::checkReach)});
}

} // namespace oriel::ui
