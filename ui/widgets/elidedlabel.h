#pragma once

#include <QtWidgets/QLabel>

namespace oriel::ui {

/// One line of plain text that shrinks: elided with "…" if space is short, with the full text in
/// the tooltip. Screen readers always get the full text.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(const QString &text = {}, QWidget *parent = nullptr);

    void setFullText(const QString &text);
    [[nodiscard]] const QString &fullText() const { return m_fullText; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QString m_fullText;
};

} // namespace oriel::ui
