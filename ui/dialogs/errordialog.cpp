#include "ui/dialogs/errordialog.h"

#include "forms/operationtext.h"
#include "ui/dialogs/errorpanel.h"
#include "ui/dialogs/notepanel.h"
#include "ui/theme/captions.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

ErrorDialog::ErrorDialog(Theme &theme, const forms::ErrorText &text, const QString &retry,
                         QWidget *parent)
    : QDialog(parent)
    , m_panel(new ErrorPanel(theme, this))
    , m_note(new NotePanel(theme, this))
    , m_buttons(new QHBoxLayout)
{
    setObjectName(u"errorDialog"_s);
    setWindowTitle(asWindowTitle(text.what));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    setMinimumWidth(520);
    m_panel->setError(text);

    m_note->setObjectName(u"errorNote"_s);
    m_note->hide();
    m_buttons->addStretch();
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"close"_s);
    m_buttons->addWidget(close);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    if (!retry.isEmpty()) {
        auto *again = new QPushButton(retry, this);
        again->setObjectName(u"retry"_s);
        again->setDefault(true);
        setButtonKind(again, ButtonKind::Primary);
        m_buttons->addWidget(again);
        connect(again, &QPushButton::clicked, this, [this] {
            accept();
            Q_EMIT retried();
        });
        again->setFocus();
    }
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(metrics::wide, metrics::wide, metrics::wide, metrics::pad);
    all->setSpacing(metrics::pad);
    all->addWidget(m_panel, 1);
    all->addWidget(m_note);
    all->addLayout(m_buttons);
    connect(m_panel, &ErrorPanel::unfolded, this, &QWidget::adjustSize, Qt::QueuedConnection);
}

ErrorDialog *ErrorDialog::offerRetry(Theme &theme, const operations::Operation &operation,
                                     QWidget *parent)
{
    if (operation.outcome() != operations::Outcome::Failed || !operation.resultId().isEmpty())
        return nullptr;
    auto *dialog =
        new ErrorDialog(theme, forms::describe(operation), tr("Edit and retry…"), parent);
    dialog->open();
    return dialog;
}

QPushButton *ErrorDialog::addRemedy(const QString &text)
{
    auto *remedy = new QPushButton(text, this);
    remedy->setAutoDefault(false);
    const QWidget *close = findChild<QPushButton *>(u"close"_s);
    m_buttons->insertWidget(m_buttons->indexOf(close), remedy); // the main button stays the last
    connect(remedy, &QPushButton::clicked, this, &QDialog::accept);
    return remedy;
}

void ErrorDialog::setLeftovers(const QString &sentence)
{
    m_note->setNote(NotePanel::Kind::Caution, sentence);
    auto *remove = new QPushButton(tr("Remove leftovers"), this);
    remove->setObjectName(u"removeLeftovers"_s);
    remove->setAutoDefault(false);
    m_buttons->insertWidget(0, remove);
    connect(remove, &QPushButton::clicked, this, [this, remove] {
        remove->hide();
        m_note->setNote(NotePanel::Kind::Plain,
                        tr("The leftovers are being removed. See Activity for the result."));
        Q_EMIT leftoversUnwanted();
    });
}

} // namespace oriel::ui
