#include "ui/dialogs/errordialog.h"

#include "ui/dialogs/errorpanel.h"
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
{
    setObjectName(u"errorDialog"_s);
    setWindowTitle(text.what);
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    setMinimumWidth(520);
    m_panel->setError(text);

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"close"_s);
    buttons->addWidget(close);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    if (!retry.isEmpty()) {
        auto *again = new QPushButton(retry, this);
        again->setObjectName(u"retry"_s);
        again->setDefault(true);
        setButtonKind(again, ButtonKind::Primary);
        buttons->addWidget(again);
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
    all->addLayout(buttons);
    connect(m_panel, &ErrorPanel::unfolded, this, &QWidget::adjustSize, Qt::QueuedConnection);
}

} // namespace oriel::ui
