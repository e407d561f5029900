;; Emacs 29 or later, with Eglot: in init.el. Then M-x eglot in a document.
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((markdown-mode latex-mode LaTeX-mode rst-mode) . ("bnderive" "server"))))
