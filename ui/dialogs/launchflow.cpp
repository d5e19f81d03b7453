#include "ui/dialogs/launchflow.h"

#include "operations/batch.h"
#include "operations/launch/launchinstance.h"
#include "operations/limiter.h"
#include "operations/ownership.h"
#include "store/cloudstores.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/launchdialog.h"
#include "ui/dialogs/situation.h"

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

/// The others follow, so that a cloud is not flooded.
constexpr int launchesAtATime = 5;

} // namespace

LaunchFlow::LaunchFlow(const UiContext &context, QWidget *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
{}

QString LaunchFlow::doubt(const operations::Subject &source) const
{
    const auto image = m_context.stores.images.find(source.id);
    return image ? operations::questionBeforeLaunch(*image, m_context.stores) : QString();
}

void LaunchFlow::ask(const QString &doubt, const std::function<void()> &then)
{
    ConfirmDialog::Question question;
    question.title = tr("Launch from another project's snapshot?");
    question.text = doubt;
    question.action = tr("Launch from it…");
    auto *dialog = new ConfirmDialog(m_context.theme, question, m_window);
    dialog->setObjectName(u"foreignImageDialog"_s);
    connect(dialog, &QDialog::accepted, this, then);
    dialog->open();
}

void LaunchFlow::launch(const operations::Subject &source)
{
    const auto enter = [this, source] {
        open(new LaunchDialog(m_context, source, m_window), source.id);
    };
    if (const QString why = doubt(source); why.isEmpty())
        enter();
    else
        ask(why, enter);
}

/// `asked`: the source for which the user has answered the question.
void LaunchFlow::open(LaunchDialog *dialog, const QString &asked)
{
    connect(dialog, &LaunchDialog::requested, this,
            [this, asked](const operations::LaunchRequest &request, int count) {
                const QString why = request.source.id == asked ? QString() : doubt(request.source);
                if (why.isEmpty())
                    begin(request, count);
                else
                    ask(why, [this, request, count] { begin(request, count); });
            });
    dialog->open();
}

void LaunchFlow::begin(const operations::LaunchRequest &request, int count)
{
    const auto all = operations::severalOf(request, count);
    const auto limiter = std::make_shared<operations::Limiter>(launchesAtATime);
    const auto batch = std::make_shared<operations::Batch>(
        all.size(), [](int done) { return tr("%n instance(s) are running.", nullptr, done); });
    const auto report = [this, request,
                         batch](const operations::Operation &done) -> operations::Report {
        // To enter it again makes sense only if nothing was done the first time.
        if (batch->count() > 1)
            return batch->finished(done);
        auto *dialog = ErrorDialog::offerRetry(m_context.theme, done, m_window);
        if (!dialog)
            return {};
        connect(dialog, &ErrorDialog::retried, this, [this, request] {
            open(new LaunchDialog(m_context, request, m_window), request.source.id);
        });
        return {.told = true};
    };
    for (const operations::LaunchRequest &one : all) {
        auto operation =
            std::make_unique<operations::LaunchInstance>(operationContext(m_context), one);
        operation->setLimiter(limiter);
        Q_EMIT started(m_context.operations.start(std::move(operation), this, report));
    }
}

} // namespace oriel::ui
