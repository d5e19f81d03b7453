#include "ui/dialogs/launchflow.h"

#include "operations/launch/launchinstance.h"
#include "operations/ownership.h"
#include "store/cloudstores.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/launchdialog.h"
#include "ui/dialogs/situation.h"

using namespace Qt::StringLiterals;

namespace oriel::ui {

LaunchFlow::LaunchFlow(const UiContext &context, QWidget *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
{}

void LaunchFlow::launch(const operations::Subject &source)
{
    const auto image = m_context.stores.images.find(source.id);
    const QString doubt =
        image ? operations::questionBeforeLaunch(*image, m_context.stores) : QString();
    if (doubt.isEmpty()) {
        open(new LaunchDialog(m_context, source, m_window));
        return;
    }
    ConfirmDialog::Question question;
    question.title = tr("Launch from another project's snapshot?");
    question.text = doubt;
    question.action = tr("Launch from it…");
    auto *dialog = new ConfirmDialog(m_context.theme, question, m_window);
    dialog->setObjectName(u"foreignImageDialog"_s);
    connect(dialog, &QDialog::accepted, this,
            [this, source] { open(new LaunchDialog(m_context, source, m_window)); });
    dialog->open();
}

void LaunchFlow::open(LaunchDialog *dialog)
{
    connect(dialog, &LaunchDialog::requested, this, &LaunchFlow::begin);
    dialog->open();
}

void LaunchFlow::begin(const operations::LaunchRequest &request)
{
    const auto report = [this, request](const operations::Operation &done) -> operations::Report {
        auto *dialog = ErrorDialog::offerRetry(m_context.theme, done, m_window);
        if (!dialog)
            return {};
        connect(dialog, &ErrorDialog::retried, this,
                [this, request] { open(new LaunchDialog(m_context, request, m_window)); });
        return {.told = true};
    };
    Q_EMIT started(m_context.operations.start(
        std::make_unique<operations::LaunchInstance>(operationContext(m_context), request), this,
        report));
}

} // namespace oriel::ui
