#pragma once

#include <QtWidgets/QWidget>

class QLabel;

namespace oriel::ui {

class LinkButton;

/// A sentence of plain text, wrapped, and a link that follows it: in its last line if there is
/// space, otherwise below. The left margin of LinkButton::ring pixels is for the link.
class LinkedText final : public QWidget
{
    Q_OBJECT

public:
    explicit LinkedText(QWidget *parent = nullptr);

    /// An empty `link`: none.
    void setText(const QString &text, const QString &link = {});
    /// Both.
    [[nodiscard]] QString text() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

Q_SIGNALS:
    void linkFollowed();

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    /// Where they are in a width, in pixels.
    struct Places
    {
        QRect text;
        QRect link; ///< empty: no link
    };
    [[nodiscard]] Places places(int width) const;
    void place();

    QLabel *m_text;
    LinkButton *m_link;
};

} // namespace oriel::ui
