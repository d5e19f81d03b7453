#include "ui/dialogs/launchflow.h"

#include "forms/operationtext.h"
#include "operations/batch.h"
#include "operations/launch/launchinstance.h"
#include "operations/limiter.h"
#include "operations/ownership.h"
#include "store/cloudstores.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/launchdialog.h"
#include "ui/dialogs/leftovers.h"
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
    if (source.kind == Kind::Flavor) {
        auto *dialog =
            new LaunchDialog(m_context, operations::Subject{Kind::Image, {}, {}}, m_window);
        dialog->chooseFlavor(source.id);
        open(dialog, {});
        return;
    }
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
    const auto report = [this, request, batch](operations::Operation &done) -> operations::Report {
        if (batch->count() > 1)
            return batch->finished(done);
        if (done.outcome() != operations::Outcome::Failed)
            return {};
        // Also if the instance exists, but did not start: another flavor or zone may do.
        auto *dialog = new ErrorDialog(m_context.theme, forms::describe(done),
                                       tr("Edit and retry…"), m_window);
        connect(dialog, &ErrorDialog::retried, this, [this, request] {
            open(new LaunchDialog(m_context, request, m_window), request.source.id);
        });
        if (const QString left = leftoverWords(done); hasOpenLeftovers(done) && !left.isEmpty()) {
            dialog->setLeftovers(tr("This was left in the cloud: %1.").arg(left));
            offerRemoval(m_context, *dialog, done);
        }
        dialog->open();
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
