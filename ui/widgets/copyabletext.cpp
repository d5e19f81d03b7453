#include "ui/widgets/copyabletext.h"

#include "base/visible.h"
#include "models/words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elidedlabel.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;

namespace oriel::ui {

CopyableText::CopyableText(Theme &theme, const QString &label, const QString &text, TextSize size,
                           QWidget *parent)
    : QWidget(parent)
{
    const QString shown = text.isEmpty() ? models::emptyCell() : visibleLines(text);
    auto *value = new ElidedLabel(shown, this);
    setTextSize(value, size);
    value->setAccessibleName(u"%1: %2"_s.arg(label, shown));
    auto *copy = new QToolButton(this);
    copy->setToolTip(tr("Copy"));
    //: Button, for screen readers. %1: the label of a fact: "ID"
    copy->setAccessibleName(tr("Copy %1").arg(label));
    copy->setFocusPolicy(Qt::StrongFocus);
    setButtonKind(copy, ButtonKind::Quiet);
    copy->setIconSize(QSize(14, 14));
    // No taller than a line, to keep the rows even.
    copy->setFixedSize(22, value->fontMetrics().height());
    connect(copy, &QToolButton::clicked, this,
            [text] { QGuiApplication::clipboard()->setText(text); });
    const auto paint = [copy, &theme] {
        copy->setIcon(theme.icon(u"copy"_s, Theme::Color::TextSecondary));
    };
    connect(&theme, &Theme::changed, copy, paint);
    paint();
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(metrics::unit);
    line->addWidget(value);
    line->addWidget(copy);
    line->addStretch(1);
}

} // namespace oriel::ui
