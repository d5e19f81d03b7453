#pragma once

#include <QtWidgets/QPushButton>

namespace oriel::ui {

/// A link that stands alone or in a sentence: Tab reaches it, Enter and Space press it, and
/// assistive technology presses it, too. Looks like text; is wrapped if space is short. Its
/// contents margins have room for the focus ring. Plain text.
class LinkButton final : public QPushButton
{
    Q_OBJECT

public:
    explicit LinkButton(QWidget *parent = nullptr);

    void setWords(const QString &words);
    [[nodiscard]] const QString &words() const { return m_words; }
    /// Whether it is underlined while the pointer is elsewhere: it is inside other text.
    void setUnderlined(bool underlined);

    /// In one line.
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] int heightForWidth(int width) const override;

    /// What the focus ring takes at either side, in pixels.
    static constexpr int ring = 3;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    [[nodiscard]] bool hitButton(const QPoint &at) const override;

private:
    /// The area of the wrapped words.
    [[nodiscard]] QRect wordsRect() const;

    QString m_words;
    bool m_underlined = false;
};

} // namespace oriel::ui
